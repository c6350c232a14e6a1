package dev.medley.scenarios.cli;

import dev.medley.scenarios.batch.Progress;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Progress on stderr: a bar with the time left on a terminal, else a line every ten seconds. */
final class ProgressLine implements Progress {
  private static final long LINE_EVERY_NANOS = 10_000_000_000L;

  private final Console console;
  private final long startedNanos = System.nanoTime();
  private long lastLineNanos = startedNanos;
  private @Nullable ProgressBar bar;

  ProgressLine(Console console) {
    this.console = console;
  }

  @Override
  public void folded(int done, int total) {
    if (console.isTerminal()) {
      show(done, total);
      return;
    }
    long now = System.nanoTime();
    if (now - lastLineNanos >= LINE_EVERY_NANOS
        || (done == total && now - startedNanos > LINE_EVERY_NANOS)) {
      lastLineNanos = now;
      long left = (now - startedNanos) / done * (total - done) / 1_000_000_000L;
      console.say(done + " of " + total + " replications, about " + left + " s left");
    }
  }

  @Override
  public void ended() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  private void show(int done, int total) {
    ProgressBar shown = bar;
    if (shown == null) {
      shown =
          new ProgressBarBuilder()
              .setTaskName("replications")
              .setInitialMax(total)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(200)
              .build();
      bar = shown;
    }
    shown.stepTo(done);
  }
}
