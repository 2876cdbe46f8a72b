package io.atomstreams.pipelines.report.section;

import io.atomstreams.pipelines.report.html.Markup;

/** A few figures in large letters. */
public final class Tiles {

  private Tiles() {}

  /** Writes tiles of three texts each: what it is, the figure, and what belongs to it. */
  public static void write(Markup page, String... texts) {
    page.open("dl", "class", "tiles");
    for (int i = 0; i < texts.length; i += 3) {
      page.open("div").element("dt", texts[i]).element("dd", texts[i + 1]);
      page.element("dd", texts[i + 2], "class", "about").closeLine();
    }
    page.closeLine();
  }

  /** A figure for machines: {@code null} where it is none. */
  static Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
