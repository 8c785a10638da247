// Reads how many tests passed and failed out of what each kind of runner prints.

const sum = (text, pattern, pick) => [...text.matchAll(pattern)].reduce((total, match) => total + Number(pick(match) ?? 0), 0);

/** cargo test: one `test result:` line for each binary. */
function cargoTest(text) {
  const lines = /^test result: \w+\. (\d+) passed; (\d+) failed/gm;
  return { passed: sum(text, lines, m => m[1]), failed: sum(text, lines, m => m[2]) };
}

/** cargo nextest: `Summary [ 1.2s] 34 tests run: 33 passed (1 slow), 1 failed, 0 skipped`. */
function nextest(text) {
  const lines = text.match(/^\s*Summary \[.*$/gm) ?? [];
  const all = lines.join('\n');
  return {
    passed: sum(all, /(\d+) passed/g, m => m[1]),
    failed: sum(all, /(\d+) (?:failed|timed out|exec failed)/g, m => m[1]),
  };
}

/** node --test: `# pass 5` or `ℹ pass 5`. */
function nodeTest(text) {
  return { passed: sum(text, /^[#ℹ] pass (\d+)/gm, m => m[1]), failed: sum(text, /^[#ℹ] (?:fail|cancelled) (\d+)/gm, m => m[1]) };
}

/** Our own scripts close with `N passed, N failed`. */
function plain(text) {
  const last = text.match(/^(\d+) passed, (\d+) failed$/gm)?.at(-1) ?? '';
  return { passed: sum(last, /(\d+) passed/g, m => m[1]), failed: sum(last, /(\d+) failed/g, m => m[1]) };
}

/** Counts of all the runners whose lines stand in `output`, colours taken out. */
export function counts(output) {
  const text = output.replace(/\u001b\[[0-9;]*m/g, '');
  const all = [cargoTest, nextest, nodeTest, plain].map(read => read(text));
  return {
    passed: all.reduce((total, one) => total + one.passed, 0),
    failed: all.reduce((total, one) => total + one.failed, 0),
  };
}
