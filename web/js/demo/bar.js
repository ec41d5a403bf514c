// @ts-check
// The bar above the canvas: the client's name, and the buttons of commands wherever they stand.

/** @param {HTMLInputElement} client the field of the name */
export function createBar(client) {
  /** The name as it was told or taken last. */
  let named = '';
  return {
    /** @param {any} state */
    show({ slots, active, baseline }) {
      const { title = '' } = slots[active].scenario;
      // What is being typed stays as it is, a space at its end too; a name from another tab comes.
      if (title !== named || document.activeElement !== client) client.value = title;
      named = title;
      for (const button of document.querySelectorAll('.bar [data-command=freeze]')) {
        button.setAttribute('aria-pressed', String(baseline === active));
      }
    },
    /** From now on it is heard. @param {{bench: import('./bench.js').Bench, run(id: string): void, leave(): void}} page */
    hear({ bench, run, leave }) {
      client.addEventListener('input', () => {
        bench.command({ do: 'title', text: client.value });
        const { slots, active } = bench.state();
        named = slots[active].scenario.title ?? '';
      });
      client.addEventListener('keydown', (event) => {
        if (event.key === 'Enter' || event.key === 'Escape') leave();
      });
      for (const button of document.querySelectorAll('[data-command]')) {
        const id = button.getAttribute('data-command') ?? '';
        button.addEventListener('click', () => {
          run(id);
          if (button.closest('[data-bar]') && id !== 'summary') leave();
        });
      }
    },
  };
}

/** @typedef {ReturnType<typeof createBar>} Bar */
