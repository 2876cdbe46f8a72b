package io.atomstreams.pipelines.report.plot;

import io.atomstreams.pipelines.report.html.Markup;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What was the case from when to when, and what happened, each thing on a lane of its own. */
public final class Lanes {

  private static final double NARROW = 340;
  private static final double WIDE = 1100;
  private static final double LANE = 34;
  private static final double MARGIN = 8;
  private static final double BOTTOM = 36;
  private static final int MOST_LANES = 24;

  private final String title;
  private final String description;
  private final TimeScale time;
  private final Map<String, List<Entry>> lanes = new LinkedHashMap<>();

  /** A span; of no length if it is an event. */
  private record Entry(double from, double to, boolean strong, String about) {}

  public Lanes(String title, String description, TimeScale time) {
    this.title = title;
    this.description = description;
    this.time = time;
  }

  /**
   * Adds a span.
   *
   * @param strong whether it stands out
   * @param about its numbers, in words
   */
  public Lanes span(String lane, double from, double to, boolean strong, String about) {
    lanes.computeIfAbsent(lane, each -> new ArrayList<>()).add(new Entry(from, to, strong, about));
    return this;
  }

  /** Adds an event. */
  public Lanes event(String lane, double at, boolean strong, String about) {
    return span(lane, at, at, strong, about);
  }

  /** How many lanes are not drawn for want of room: the first ones are. */
  public int leftOut() {
    return Math.max(0, lanes.size() - MOST_LANES);
  }

  /** As wide as the page. */
  public void write(Markup page) {
    draw(page, WIDE, "wide");
    draw(page, NARROW, "narrow");
  }

  private void draw(Markup svg, double width, String style) {
    int shown = Math.min(MOST_LANES, lanes.size());
    double height = LANE * shown + BOTTOM;
    Scale none = new NumberScale("", 0, 1, value -> "");
    Frame frame = new Frame(time, none, MARGIN, 0, width - 2 * MARGIN, LANE * shown);
    svg.open(
        "svg",
        "viewBox",
        "0 0 %s %s".formatted(Frame.units(width), Frame.units(height)),
        "role",
        "img",
        "class",
        style,
        "aria-label",
        title + ": " + description);
    svg.element("title", title).element("desc", description);
    places(svg, frame);
    int row = 0;
    for (Map.Entry<String, List<Entry>> lane : lanes.entrySet()) {
      if (row < shown) {
        draw(svg, frame, lane.getKey(), lane.getValue(), LANE * row++);
      }
    }
    svg.closeLine();
  }

  private static void draw(Markup svg, Frame frame, String name, List<Entry> entries, double top) {
    svg.element(
        "text", name, "x", Frame.units(MARGIN), "y", Frame.units(top + 12), "class", "lane");
    double middle = top + 22;
    svg.leaf(
        "path",
        "class",
        "grid",
        "d",
        "M%s %sH%s"
            .formatted(Frame.units(frame.left()), Frame.units(middle), Frame.units(frame.right())));
    for (Entry entry : entries) {
      String style = entry.strong ? "accent" : "faint";
      double x = frame.x(entry.from);
      if (entry.from < entry.to) {
        svg.open(
            "rect",
            "class",
            "column " + style,
            "x",
            Frame.units(x),
            "y",
            Frame.units(middle - 5),
            "rx",
            "3",
            "width",
            Frame.units(Math.max(2, frame.x(entry.to) - x)),
            "height",
            "10");
      } else {
        svg.open(
            "circle",
            "class",
            "dot " + style,
            "cx",
            Frame.units(x),
            "cy",
            Frame.units(middle),
            "r",
            "5");
      }
      svg.element("title", entry.about).close();
    }
  }

  private void places(Markup svg, Frame frame) {
    for (Tick tick : time.ticks((int) (frame.width() / 64))) {
      double x = frame.x(tick.at());
      svg.leaf(
          "path",
          "class",
          "grid",
          "d",
          "M%s 16V%s".formatted(Frame.units(x), Frame.units(frame.bottom() + 4)));
      boolean fits = x > 14 && x < frame.right() - 10;
      svg.element(
          "text",
          fits ? tick.label() : "",
          "x",
          Frame.units(x),
          "y",
          Frame.units(frame.bottom() + 16),
          "text-anchor",
          "middle",
          "class",
          "tick");
    }
    svg.element(
        "text",
        time.title(),
        "x",
        Frame.units(frame.right()),
        "y",
        Frame.units(frame.bottom() + 31),
        "text-anchor",
        "end",
        "class",
        "axis");
  }
}
