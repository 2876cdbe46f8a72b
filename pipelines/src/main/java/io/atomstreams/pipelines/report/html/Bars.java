package io.atomstreams.pipelines.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Horizontal bars with their figures beside them, as a table: the plot is its own legend. */
public final class Bars {

  private final String caption;
  private final List<Bar> bars = new ArrayList<>();

  private record Bar(String name, double length, String figure) {}

  public Bars(String caption) {
    this.caption = caption;
  }

  /**
   * Adds a bar.
   *
   * @param length on the scale of the others; its sign is shown by the colour
   * @param figure the number, as it is to be read
   */
  public Bars add(String name, double length, String figure) {
    bars.add(new Bar(name, length, figure));
    return this;
  }

  public boolean isEmpty() {
    return bars.isEmpty();
  }

  /** Writes it where it stands. */
  public void write(Markup page) {
    double longest = bars.stream().mapToDouble(bar -> Math.abs(bar.length)).max().orElse(0);
    page.open("table", "class", "bars").element("caption", caption, "class", "unseen");
    page.open("tbody");
    for (Bar bar : bars) {
      page.open("tr").element("th", bar.name, "scope", "row").open("td", "class", "track");
      double width = longest > 0 ? 100 * Math.abs(bar.length) / longest : 0;
      page.open(
              "span",
              "class",
              bar.length < 0 ? "bar less" : "bar",
              "style",
              String.format(Locale.ROOT, "width:%.1f%%", width))
          .close();
      page.close().element("td", bar.figure, "class", "figure").closeLine();
    }
    page.close().closeLine();
  }
}
