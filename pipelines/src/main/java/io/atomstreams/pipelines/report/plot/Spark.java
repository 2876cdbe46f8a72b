package io.atomstreams.pipelines.report.plot;

import io.atomstreams.pipelines.report.html.Markup;

/** A distribution as small as a word. */
public final class Spark {

  private static final double WIDTH = 96;
  private static final double HEIGHT = 20;

  private Spark() {}

  /** Draws shares of equal width, from the left. */
  public static void write(Markup page, double[] shares, String about) {
    double highest = 0;
    for (double share : shares) {
      highest = Math.max(highest, share);
    }
    StringBuilder path = new StringBuilder();
    double width = WIDTH / Math.max(1, shares.length);
    for (int i = 0; i < shares.length && highest > 0; i++) {
      if (shares[i] > 0) {
        double height = Math.max(1, HEIGHT * shares[i] / highest);
        path.append('M').append(Frame.units(i * width)).append(' ').append(Frame.units(HEIGHT));
        path.append('v').append(Frame.units(-height)).append('h').append(Frame.units(width - 0.6));
        path.append('V').append(Frame.units(HEIGHT)).append('Z');
      }
    }
    page.open("svg", "viewBox", "0 0 96 20", "class", "spark", "role", "img", "aria-label", about);
    page.leaf("path", "class", "column accent", "d", path.toString()).close();
  }
}
