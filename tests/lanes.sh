# For a suite's run.sh: as many things at a time as there are processors.

# Waits until one of them is free for another background job of this shell.
until_free() { while [ "$(jobs -rp | wc -l)" -ge "$(nproc)" ]; do sleep 0.1; done; }
