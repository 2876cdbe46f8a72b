package io.atomstreams.pipelines.report.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * A linear scale. Ticks lie at multiples of 1, 2 or 5 times a power of ten, the one of these steps
 * that is nearest to the wanted distance (Heckbert, "Nice Numbers for Graph Labels", Graphics Gems,
 * 1990).
 *
 * @param label how a number is written at a tick
 */
public record NumberScale(String title, double from, double to, DoubleFunction<String> label)
    implements Scale {

  private static final double SLACK = 1e-9;

  public NumberScale {
    if (!(from < to) || !Double.isFinite(to - from)) {
      throw new IllegalArgumentException(
          "%s: a scale from %s to %s; it must be finite and rise".formatted(title, from, to));
    }
  }

  /** From the data's least to its greatest number, widened to the next ticks. */
  public static NumberScale around(
      String title, double least, double greatest, int ticks, DoubleFunction<String> label) {
    double low = Double.isFinite(least) ? least : 0;
    double high = Double.isFinite(greatest) ? greatest : 1;
    if (!(low < high)) {
      double half = low == 0 ? 1 : Math.abs(low) / 2;
      high = low == 0 ? 1 : low + half;
      low = low == 0 ? 0 : low - half;
    }
    double step = step(high - low, ticks);
    return new NumberScale(
        title, Math.floor(low / step + SLACK) * step, Math.ceil(high / step - SLACK) * step, label);
  }

  /** The distance of ticks that gives about so many of them over a range. */
  static double step(double range, int ticks) {
    return nice(nice(range, false) / Math.max(1, ticks - 1), true);
  }

  /** A number like 1, 2 or 5 times a power of ten: the nearest, or the next above. */
  static double nice(double number, boolean nearest) {
    double power = Math.pow(10, Math.floor(Math.log10(number)));
    double digit = number / power;
    double nice;
    if (nearest) {
      nice = digit < 1.5 ? 1 : digit < 3 ? 2 : digit < 7 ? 5 : 10;
    } else {
      nice = digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10;
    }
    return nice * power;
  }

  @Override
  public List<Tick> ticks(int most) {
    double step = nice((to - from) / Math.max(1, most - 1), true);
    while (Math.floor(to / step + SLACK) - Math.ceil(from / step - SLACK) < 1) {
      step = nice(step / 2.5, true);
    }
    List<Tick> ticks = new ArrayList<>();
    double first = Math.ceil(from / step - SLACK);
    for (double i = first; i * step <= to + SLACK * step; i++) {
      double at = Math.rint(i) * step + 0.0;
      ticks.add(new Tick(at, label.apply(rounded(at, step))));
    }
    return ticks;
  }

  /** Without the last bits that a multiplication adds. */
  private static double rounded(double at, double step) {
    double digits = Math.pow(10, Math.ceil(-Math.log10(step)) + 1);
    double rounded = Math.rint(at * digits) / digits;
    return Double.isFinite(rounded) ? rounded : at;
  }
}
