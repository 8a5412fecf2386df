export interface ProgressBar {
  show(done: number): void;
  /** A line that stays above the bar. */
  note(text: string): void;
  end(): void;
}

const width = 30;
const redrawMs = 100;

/** A bar on a terminal, nothing on anything else. Without a total it counts. */
export function progressBar(stream: NodeJS.WriteStream, total: number | undefined, unit?: string): ProgressBar {
  let latest = 0;
  let drawnAt = 0;
  const isShown = stream.isTTY && total !== 1;

  function draw(): void {
    const share = total ? Math.min(1, latest / total) : 0;
    const filled = Math.round(share * width);
    const bar = `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`;
    stream.write(
      total
        ? `\r${bar} ${latest}/${total}${unit === undefined ? '' : ` ${unit}`} (${Math.floor(share * 100)} %)`
        : `\r${latest} ${unit ?? 'alerts'}`,
    );
  }

  return {
    show(done) {
      latest = done;
      const now = Date.now();
      if (!isShown || (now - drawnAt < redrawMs && done !== total)) return;
      drawnAt = now;
      draw();
    },
    note(text) {
      stream.write(isShown ? `\r\u001b[K${text}\n` : `${text}\n`);
    },
    end() {
      if (isShown) stream.write('\n');
    },
  };
}
