package io.atomstreams.pipelines.report.html;

import java.util.ArrayList;
import java.util.List;

/**
 * A table: the first column names a row, the others are figures or text. It scrolls by itself where
 * it is wider than the page.
 */
public final class Table {

  /** Rows beyond these are left out, and counted in a last line: a page is no database. */
  private static final int MOST_ROWS = 200;

  /** Letters up to which a text stays on one line: a time, a name. */
  private static final int SHORT = 17;

  /** Letters from which on a text needs a wide column. */
  private static final int LONG = 40;

  private final String caption;
  private final List<String> heads = new ArrayList<>();
  private final List<Boolean> figures = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();
  private int leftOut;

  /**
   * Empty.
   *
   * @param caption what it shows, for those who hear the page
   */
  public Table(String caption) {
    this.caption = caption;
  }

  /** Adds columns of text. */
  public Table words(String... names) {
    return columns(false, names);
  }

  /** Adds columns of figures, which stand to the right. */
  public Table figures(String... names) {
    return columns(true, names);
  }

  private Table columns(boolean asFigures, String... names) {
    for (String name : names) {
      heads.add(name);
      figures.add(asFigures);
    }
    return this;
  }

  /** Adds a row with a cell for each column. */
  public Table row(String... cells) {
    if (cells.length != heads.size()) {
      throw new IllegalArgumentException(
          "%s: a row has %d cells for %d columns".formatted(caption, cells.length, heads.size()));
    }
    if (rows.size() < MOST_ROWS) {
      rows.add(List.of(cells));
    } else {
      leftOut++;
    }
    return this;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /** Writes it where it stands. */
  public void write(Markup page) {
    page.open("div", "class", "scroll", "tabindex", "0").open("table");
    page.element("caption", caption, "class", "unseen").open("thead").open("tr");
    for (int i = 0; i < heads.size(); i++) {
      page.element("th", heads.get(i), "scope", "col", "class", style(i));
    }
    page.close().close().open("tbody");
    rows.forEach(row -> write(page, row));
    page.close().close();
    if (leftOut > 0) {
      page.element("p", "and %,d more".formatted(leftOut), "class", "note");
    }
    page.closeLine();
  }

  /** Writes it folded away behind a plot. */
  public void writeBehind(Markup page) {
    page.open("details").element("summary", "Numbers");
    write(page);
    page.closeLine();
  }

  private void write(Markup page, List<String> row) {
    page.open("tr");
    for (int i = 0; i < row.size(); i++) {
      if (i == 0) {
        page.element("th", row.get(i), "scope", "row");
      } else {
        page.element("td", row.get(i), "class", figures.get(i) ? "figure" : width(row.get(i)));
      }
    }
    page.closeLine();
  }

  private static String width(String text) {
    return text.length() <= SHORT ? "short" : text.length() > LONG ? "long" : null;
  }

  private String style(int column) {
    return figures.get(column) ? "figure" : null;
  }
}
