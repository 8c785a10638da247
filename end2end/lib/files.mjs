// Files that tests send, and the ways in which a browser is handed some.

/** A picture, 240 by 160 pixels, drawn in the browser. */
export async function picture(page, name = 'label.png') {
  const base64 = await page.evaluate(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 240, height: 160 });
    const pen = canvas.getContext('2d');
    pen.fillStyle = '#2a6';
    pen.fillRect(20, 20, 200, 120);
    return canvas.toDataURL('image/png').split(',')[1];
  });
  return { name, mimeType: 'image/png', buffer: Buffer.from(base64, 'base64') };
}

export const log = (name = 'dock.log', size = 1500) => ({ name, mimeType: 'text/plain', buffer: Buffer.alloc(size, 'ribbon out\n') });

/** The input for files of the field called `label`, or the only one of the page. */
export const input = (page, label = '') => page.locator(label ? '.field' : 'body', { hasText: label }).locator('input[type=file]').first();

/** Hands the page files as pasting (`paste`) or dropping (`drop`) them on `target` does. */
export const hand = (page, how, target, files) => page.evaluate(([how, target, files]) => {
  const data = new DataTransfer();
  for (const { name, mimeType, text } of files) {
    data.items.add(new File([Uint8Array.from(atob(text), c => c.charCodeAt(0))], name, { type: mimeType }));
  }
  const options = { bubbles: true, cancelable: true };
  const event = how === 'paste' ? new ClipboardEvent('paste', { ...options, clipboardData: data }) : new DragEvent('drop', { ...options, dataTransfer: data });
  document.querySelector(target).dispatchEvent(event);
}, [how, target, files.map(({ buffer, ...file }) => ({ ...file, text: buffer.toString('base64') }))]);

/** Names of what goes along with what is being written. */
export const chosen = page => page.locator('.files > li').allInnerTexts();

/** Waits until `name` has arrived. */
export const attached = (page, name) => page.getByText(`${name} is attached.`).waitFor({ state: 'attached' });

/** Whether the picture called `name` is on show, with the bytes it was sent with. */
export const isShown = (page, name) => page.getByRole('link', { name: `Open ${name}` }).first().locator('img')
  .evaluate(img => img.decode().then(() => img.naturalWidth === 240, () => false));
