package io.atomstreams.pipelines.report.plot;

import io.atomstreams.pipelines.report.html.Markup;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Marks between two axes. It is drawn at about the size at which it is seen, so that its letters
 * are as large as those of the text; a wide one is drawn twice, for wide and for narrow screens.
 * Lines carry their names at their ends. Cost: what its marks write, some 2 kB.
 */
public final class Plot {

  private static final double NARROW = 340;
  private static final double WIDE = 1100;
  private static final double HEIGHT = 210;
  private static final double TOP = 24;
  private static final double BOTTOM = 36;
  private static final double LETTER = 6.1;
  private static final double LINE_HEIGHT = 13;
  private static final int LONGEST_WIDE = 26;
  private static final int LONGEST_NARROW = 14;

  private final String title;
  private final String description;
  private final Scale across;
  private final Scale up;
  private final List<Mark> marks = new ArrayList<>();

  /**
   * With no mark yet.
   *
   * @param description what is to be seen, in a sentence, for those who cannot see it
   */
  public Plot(String title, String description, Scale across, Scale up) {
    this.title = title;
    this.description = description;
    this.across = across;
    this.up = up;
  }

  /** Draws a mark over those before it. */
  public Plot add(Mark mark) {
    marks.add(mark);
    return this;
  }

  /** As one of several beside each other. */
  public void write(Markup page) {
    draw(page, NARROW, null);
  }

  /** As wide as the page. */
  public void writeWide(Markup page) {
    draw(page, WIDE, "wide");
    draw(page, NARROW, "narrow");
  }

  private void draw(Markup svg, double width, String style) {
    List<Tick> levels = up.ticks(5);
    int longest = levels.stream().mapToInt(tick -> tick.label().length()).max().orElse(0);
    int label =
        marks.stream().mapToInt(mark -> shown(mark.label(), width).length()).max().orElse(0);
    double left = 12 + LETTER * longest;
    double right = label == 0 ? 18 : 8 + LETTER * label;
    Frame frame = new Frame(across, up, left, TOP, width - left - right, HEIGHT - TOP - BOTTOM);
    svg.open(
        "svg",
        "viewBox",
        "0 0 %s %s".formatted(Frame.units(width), Frame.units(HEIGHT)),
        "role",
        "img",
        "class",
        style,
        "aria-label",
        title + ": " + description);
    svg.element("title", title).element("desc", description);
    levels(svg, frame, levels);
    places(svg, frame, label * LETTER);
    marks.forEach(mark -> mark.draw(svg, frame));
    labels(svg, frame, width);
    svg.closeLine();
  }

  private void levels(Markup svg, Frame frame, List<Tick> ticks) {
    for (Tick tick : ticks) {
      double y = frame.y(tick.at());
      svg.leaf(
          "path",
          "class",
          "grid",
          "d",
          "M%s %sH%s"
              .formatted(Frame.units(frame.left()), Frame.units(y), Frame.units(frame.right())));
      text(svg, frame.left() - 6, y + 4, "end", "tick", tick.label());
    }
    text(svg, 0, 12, "start", "axis", up.title());
  }

  private void places(Markup svg, Frame frame, double beyond) {
    svg.leaf(
        "path",
        "class",
        "base",
        "d",
        "M%s %sH%s"
            .formatted(
                Frame.units(frame.left()),
                Frame.units(frame.bottom()),
                Frame.units(frame.right())));
    double free = Double.NEGATIVE_INFINITY;
    for (Tick tick : across.ticks((int) Math.max(2, frame.width() / 48))) {
      double x = frame.x(tick.at());
      double half = LETTER * tick.label().length() / 2;
      svg.leaf(
          "path",
          "class",
          "base",
          "d",
          "M%s %sv4".formatted(Frame.units(x), Frame.units(frame.bottom())));
      if (x - half > free && x + half < frame.right() + Math.max(18, beyond)) {
        text(svg, x, frame.bottom() + 16, "middle", "tick", tick.label());
        free = x + half + 6;
      }
    }
    text(svg, frame.right(), frame.bottom() + 31, "end", "axis", across.title());
  }

  /** Each beside the end of its mark, pushed down where the one above needs the room. */
  private void labels(Markup svg, Frame frame, double width) {
    List<Mark> named =
        marks.stream()
            .filter(mark -> !mark.label().isEmpty() && mark.end().isPresent())
            .sorted(Comparator.comparingDouble(mark -> frame.y(mark.end().orElseThrow().y())))
            .toList();
    double[] heights = new double[named.size()];
    double free = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < heights.length; i++) {
      heights[i] = Math.max(frame.y(named.get(i).end().orElseThrow().y()) + 4, free);
      free = heights[i] + LINE_HEIGHT;
    }
    double lowest = frame.bottom() + 4;
    for (int i = heights.length - 1; i >= 0; i--) {
      heights[i] = Math.min(heights[i], lowest);
      lowest = heights[i] - LINE_HEIGHT;
    }
    for (int i = 0; i < heights.length; i++) {
      String css = "label " + named.get(i).style().css();
      text(svg, frame.right() + 5, heights[i], "start", css, shown(named.get(i).label(), width));
    }
  }

  /** A name of somebody's choosing may be as long as they like: versions differ at its end. */
  private static String shown(String label, double width) {
    int longest = width < WIDE ? LONGEST_NARROW : LONGEST_WIDE;
    return label.length() <= longest ? label : "…" + label.substring(label.length() - longest + 1);
  }

  private static void text(
      Markup svg, double x, double y, String anchor, String style, String text) {
    svg.element(
        "text",
        text,
        "x",
        Frame.units(x),
        "y",
        Frame.units(y),
        "text-anchor",
        anchor,
        "class",
        style);
  }
}
