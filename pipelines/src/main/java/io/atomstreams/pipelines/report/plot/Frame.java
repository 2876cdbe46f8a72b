package io.atomstreams.pipelines.report.plot;

import java.util.Locale;

/**
 * The rectangle that both scales span, in units of the drawing, and where values lie in it.
 *
 * @param left of the rectangle, from the drawing's left edge
 * @param top of the rectangle, from the drawing's upper edge
 */
record Frame(Scale across, Scale up, double left, double top, double width, double height) {

  double x(double value) {
    return left + within(across.place(value)) * width;
  }

  double y(double value) {
    return top + (1 - within(up.place(value))) * height;
  }

  double right() {
    return left + width;
  }

  double bottom() {
    return top + height;
  }

  /** What lies beyond a scale is drawn at its edge. */
  private static double within(double place) {
    return Math.max(0, Math.min(1, place));
  }

  /** A length or place as it is written: tenths suffice. */
  static String units(double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
