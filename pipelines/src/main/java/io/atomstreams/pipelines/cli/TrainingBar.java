package io.atomstreams.pipelines.cli;

import io.atomstreams.model.training.TrainedNetwork.Epoch;
import io.atomstreams.model.training.TrainingProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/**
 * A training on the screen: on a terminal a bar that is redrawn in place, with the time that is
 * left if no epoch is the last before its time; elsewhere a line an epoch.
 */
final class TrainingBar implements TrainingProgress {

  private static final int WIDTH = 24;
  private static final Duration REDRAWN = Duration.ofMillis(200);

  private final PrintWriter out;
  private final boolean isTerminal;
  private final InstantSource clock;
  private final int maxEpochs;
  private final Instant start;
  private Instant drawn;

  TrainingBar(PrintWriter out, boolean isTerminal, InstantSource clock, int maxEpochs) {
    this.out = out;
    this.isTerminal = isTerminal;
    this.clock = clock;
    this.maxEpochs = maxEpochs;
    this.start = clock.instant();
    this.drawn = start;
  }

  @Override
  public void learned(int epoch, int rows, int of) {
    Instant now = clock.instant();
    if (!isTerminal || now.isBefore(drawn.plus(REDRAWN))) {
      return;
    }
    drawn = now;
    double share = (epoch - 1 + (double) rows / of) / maxEpochs;
    long left = Math.round(Duration.between(start, now).toMillis() * (1 - share) / share / 1000);
    int full = (int) (WIDTH * share);
    out.printf(
        Locale.ROOT,
        "\r  epoch %d of at most %d  [%s%s]  at most %d:%02d left ",
        epoch,
        maxEpochs,
        "#".repeat(full),
        ".".repeat(WIDTH - full),
        left / 60,
        left % 60);
    out.flush();
  }

  @Override
  public void finished(Epoch epoch) {
    out.printf(
        Locale.ROOT,
        "%s  epoch %2d   loss %.4f   on the later period %.4f%n",
        isTerminal ? "\r\u001b[K" : "",
        epoch.number(),
        epoch.trainLoss(),
        epoch.validationLoss());
    out.flush();
  }
}
