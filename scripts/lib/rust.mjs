// Just enough reading of Rust for the house rules: comments and literals told from code,
// functions with their lengths, the words inside `view!`.

/** The same text with comments and the insides of literals blanked out, line by line alike. */
export const blank = source => source.replace(token, keepsDelimiters);

// Comments, raw strings, strings, characters (a lifetime has no closing quote).
const token = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|\bb?r(#*)"[\s\S]*?"\1|b?"(?:\\[\s\S]|[^"\\])*"|'(?:\\(?:u\{[^}]*\}|x..|.)|[^'\\\n])'/g;

function keepsDelimiters(found) {
  const hide = text => text.replace(/[^\n]/g, ' ');
  if (found.startsWith('/')) return hide(found);
  const open = found.match(/^[br#]*["']/)[0];
  const close = found.match(/["']#*$/)[0];
  return open + hide(found.slice(open.length, -close.length)) + close;
}

export const lineAt = (text, index) => text.slice(0, index).split('\n').length;

/** Index just after the bracket that closes the one at `open`; `code` must be blanked. */
export function closing(code, open) {
  let depth = 0;
  for (let i = open; i < code.length; i++) {
    if ('([{'.includes(code[i])) depth++;
    else if (')]}'.includes(code[i]) && --depth === 0) return i + 1;
  }
  return code.length;
}

/** Each function with a body: `lines` from `fn` to its brace, `body` what lies between the braces. */
export function functions(source) {
  const code = blank(source);
  const found = [];
  for (const match of code.matchAll(/\bfn\s+(\w+)/g)) {
    const open = bodyOf(code, match.index);
    if (open < 0) continue;
    const end = closing(code, open);
    const [first, opens, last] = [match.index, open, end].map(index => lineAt(code, index));
    found.push({ name: match[1], line: first, lines: last - first + 1, body: last - opens - 1 });
  }
  return found;
}

function bodyOf(code, from) {
  let depth = 0;
  for (let i = from; i < code.length; i++) {
    if ('(['.includes(code[i])) depth++;
    else if (')]'.includes(code[i])) depth--;
    else if (depth === 0 && code[i] === ';') return -1;
    else if (depth === 0 && code[i] === '{') return i;
  }
  return -1;
}

/** The source without its test modules: `#[cfg(test)] mod …` at the end of a file. */
export function withoutTests(source) {
  const at = blank(source).search(/^#\[cfg\(test\)\]\s*\nmod \w+ \{/m);
  return at < 0 ? source : source.slice(0, at);
}

const spoken = /^(aria-label|aria-description|aria-roledescription|aria-valuetext|title|alt|placeholder|label)$/;
const hasWords = text => /\p{L}/u.test(text);

/**
 * Words that a person would read, written straight into a `view!`: text between tags, and
 * attributes that are read aloud. `[{ line, text }]`.
 */
export function wordsInViews(source) {
  const code = blank(source);
  const found = [];
  for (const match of code.matchAll(/\bview!\s*[{(\[]/g)) {
    const open = match.index + match[0].length - 1;
    wordsBetween(source, code, open + 1, closing(code, open) - 1, found);
  }
  return found.map(({ index, text }) => ({ line: lineAt(source, index), text }));
}

function wordsBetween(source, code, from, to, found) {
  for (let i = from; i < to;) {
    if (code[i] === '{') i = closing(code, i);
    else if (code[i] === '<') i = wordsInTag(source, code, i, to, found);
    else i = wordsInText(source, code, i, to, found);
  }
}

function wordsInText(source, code, from, to, found) {
  let i = from;
  while (i < to && code[i] !== '<' && code[i] !== '{') i++;
  const text = source.slice(from, i).replace(/\/\/[^\n]*/g, '');
  if (hasWords(text)) found.push({ index: from + source.slice(from, i).indexOf(text.trim()), text: text.trim() });
  return Math.max(i, from + 1);
}

/** `<PostForm<Reply> class=…>`: the end of the tag's name with its type arguments. */
function endOfName(code, from) {
  let i = from + code.slice(from).match(/^<\/?[\w:-]*/)[0].length;
  let depth = 0;
  do {
    if (code[i] === '<') depth++;
    if (depth > 0 && code[i] === '>') depth--;
    else if (depth === 0) return i;
    i++;
  } while (i < code.length && depth > 0);
  return i;
}

function wordsInTag(source, code, from, to, found) {
  let i = endOfName(code, from);
  while (i < to && code[i] !== '>') {
    if ('([{'.includes(code[i])) i = closing(code, i);
    else if (code.startsWith('=>', i) || code.startsWith('->', i)) i += 2;
    else if (code[i] === '"') i = wordsInAttribute(source, code, from, i, found);
    else i++;
  }
  return i + 1;
}

function wordsInAttribute(source, code, from, open, found) {
  const end = code.indexOf('"', open + 1) + 1 || code.length;
  const name = code.slice(from, open).match(/([\w:-]+)\s*=\s*$/)?.[1]?.replace(/^attr:/, '');
  const text = source.slice(open + 1, end - 1);
  if (name && spoken.test(name) && hasWords(text)) found.push({ index: open, text: `${name}="${text}"` });
  return end;
}

/** `[{ line, name, endpoint, body }]` of each `#[server(…)]` function; `endpoint` null when not given. */
export function serverFunctions(source) {
  const code = blank(source);
  const known = functions(source);
  return [...code.matchAll(/#\[server\b/g)].flatMap(match => {
    const end = closing(code, match.index + 1);
    // `#[server(default)]` stands before an argument, not before a function.
    const name = code.slice(end).match(/^\s*(?:#\[[^\]]*\]\s*)*(?:pub(?:\([^)]*\))?\s+)?async\s+fn\s+(\w+)/)?.[1];
    if (!name) return [];
    const line = lineAt(code, match.index);
    const endpoint = source.slice(match.index, end).match(/\bendpoint\s*=\s*"([^"]*)"/)?.[1] ?? null;
    const body = known.find(fn => fn.name === name && fn.line >= line)?.body ?? 0;
    return [{ line, endpoint, name, body }];
  });
}
