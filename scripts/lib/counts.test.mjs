import assert from 'node:assert/strict';
import { test } from 'node:test';
import { counts } from './counts.mjs';

test('each runner is counted', () => {
  const cargo = 'test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured\ntest result: FAILED. 2 passed; 3 failed; 0 ignored;\n';
  assert.deepEqual(counts(cargo), { passed: 14, failed: 3 });
  const nextest = '\u001b[32m     Summary\u001b[0m [   0.412s] 34 tests run: 31 passed (2 slow), 2 failed, 1 timed out, 4 skipped\n';
  assert.deepEqual(counts(nextest), { passed: 31, failed: 3 });
  assert.deepEqual(counts('# pass 5\n# fail 1\n'), { passed: 5, failed: 1 });
  assert.deepEqual(counts('ℹ pass 5\nℹ fail 0\n'), { passed: 5, failed: 0 });
});

test('of our own lines the last one counts', () => {
  assert.deepEqual(counts('1 passed, 0 failed\n7 passed, 2 failed\n'), { passed: 7, failed: 2 });
});
