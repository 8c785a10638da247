// Another time of day: `E2E_AHEAD=360 node end2end/run.mjs` runs the tests as if it were six hours later, for the server, the
// pages and the tests themselves. What passes in office hours has to pass at night.
export const aheadMinutes = Number(process.env.E2E_AHEAD ?? 0);

/** Shifts the clock of wherever it runs; pages get it as their first script. */
export function shiftClock(ms) {
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...given) {
      if (given.length) super(...given);
      else super(Real.now() + ms);
    }

    static now() {
      return Real.now() + ms;
    }
  };
  const began = performance.timeOrigin + ms;
  Object.defineProperty(Performance.prototype, 'timeOrigin', { get: () => began });
}

if (aheadMinutes) shiftClock(aheadMinutes * 60_000);
