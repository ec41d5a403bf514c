// What an engine runs on beside the test: a screen, and the group of processes of its driver.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A screen without a person: Firefox has WebGL on one only. */
export async function startScreen() {
  const server = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [said] = await once(server.stdout, 'data');
  return {
    display: `:${String(said).trim()}`,
    async stop() {
      server.kill();
      await once(server, 'exit');
    },
  };
}

/** Ends the whole group, if it has not ended by itself: then there is nobody left to tell. */
export async function endGroup(leader) {
  if (leader.exitCode !== null || leader.signalCode !== null) return;
  const ended = once(leader, 'exit');
  try {
    process.kill(-leader.pid, 'SIGTERM');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
  await ended;
}
