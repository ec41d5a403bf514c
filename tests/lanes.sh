# For a suite's run.sh: as many things at a time as there are processors.

# until_free [LANES]: waits until one of them is free for another background job of this shell; without LANES there are as many as processors.
until_free() { while [ "$(jobs -rp | wc -l)" -ge "${1:-$(nproc)}" ]; do sleep 0.1; done; }
