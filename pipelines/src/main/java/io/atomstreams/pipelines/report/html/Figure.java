package io.atomstreams.pipelines.report.html;

/** A frame around one plot: what it shows above, its numbers below. */
public final class Figure {

  private Figure() {}

  /**
   * Opens it; {@link Markup#closeLine} ends it.
   *
   * @param says what is to be seen, with the numbers that count
   */
  public static void open(Markup page, String title, String says) {
    open(page, null, title, says);
  }

  /** Opens one as wide as the page. */
  public static void openWide(Markup page, String title, String says) {
    open(page, "whole", title, says);
  }

  private static void open(Markup page, String style, String title, String says) {
    page.open("figure", "class", style).open("figcaption").element("strong", title);
    if (!says.isEmpty()) {
      page.element("span", says);
    }
    page.closeLine();
  }

  /** Says why there is no plot. */
  public static void absent(Markup page, String why) {
    page.element("p", why, "class", "absent");
  }
}
