import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blank, functions, serverFunctions, withoutTests, wordsInViews } from './rust.mjs';

test('comments and literals are blanked, lifetimes and lines stay', () => {
  const source = 'fn f<\'a>(x: &\'a str) { // "quote\n  g("{ not code }", \'"\', r#"raw " one"#) }\n';
  const code = blank(source);
  assert.equal(code.length, source.length);
  assert.equal(code.split('\n').length, source.split('\n').length);
  assert.ok(code.includes("fn f<'a>(x: &'a str) {"));
  for (const hidden of ['quote', 'not code', 'raw']) assert.ok(!code.includes(hidden), hidden);
});

test('functions have their lengths', () => {
  const source = 'trait T { fn none(&self); }\nfn one(x: [u8; 2]) -> u8 { 1 }\nfn two(\n) {\n  a();\n  b();\n}\n';
  assert.deepEqual(functions(source).map(({ name, lines, body }) => [name, lines, body]), [['one', 1, -1], ['two', 5, 2]]);
});

test('test modules do not count', () => {
  assert.equal(withoutTests('fn a() {}\n#[cfg(test)]\nmod tests {\n}\n'), 'fn a() {}\n');
});

test('words between tags and in spoken attributes are found, nothing else', () => {
  const source = `fn page() -> impl IntoView {
    let label = "fine: not in a view";
    view! {
        // a comment with words
        <p class="words here" on:click=move |_| go("not shown")>"Hello" {name} " · " {words.title}</p>
        <button aria-label="Close it" title=words.close>{move || view! { <b>Plain text</b> }}</button>
        <PostForm<Reply> class="form"><span/></PostForm<Reply>>
        <For each=move || items.get() key=|i| i.id let(item)><li>{item.name}</li></For>
    }
}`;
  assert.deepEqual(wordsInViews(source), [
    { line: 5, text: '"Hello"' },
    { line: 6, text: 'aria-label="Close it"' },
    { line: 6, text: 'Plain text' },
  ]);
});

test('server functions are found with their endpoints', () => {
  const source = '#[server(prefix = "/fn", endpoint = "tickets/reply")]\npub async fn reply(#[server(default)] a: String) -> Result<(), E> {\n  one();\n}\n#[server]\nasync fn bare() -> R {\n}\n';
  assert.deepEqual(serverFunctions(source), [
    { line: 1, endpoint: 'tickets/reply', name: 'reply', body: 1 },
    { line: 5, endpoint: null, name: 'bare', body: 0 },
  ]);
});
