package io.atomstreams.pipelines.report.plot;

import io.atomstreams.pipelines.report.html.Markup;
import java.util.List;
import java.util.Optional;

/** What is drawn between the axes of a plot. */
public sealed interface Mark permits Mark.Line, Mark.Band, Mark.Columns, Mark.Dots, Mark.Rule {

  /** How it looks; the style sheet knows the rest. */
  enum Style {
    /** What the plot is about. */
    ACCENT,
    /** What it is held against. */
    INK,
    /** What else there is. */
    FAINT,
    /** A baseline. */
    DASHED;

    String css() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  void draw(Markup svg, Frame frame);

  /** Written at its right end; empty if nothing is. */
  default String label() {
    return "";
  }

  /** Where its right end lies; empty if it has none. */
  default Optional<Point> end() {
    return Optional.empty();
  }

  default Style style() {
    return Style.ACCENT;
  }

  /**
   * A line through points.
   *
   * @param points from left to right; where one is not finite the line is broken
   */
  record Line(List<Point> points, Style style, String label) implements Mark {

    public Line {
      points = List.copyOf(points);
    }

    @Override
    public void draw(Markup svg, Frame frame) {
      StringBuilder path = new StringBuilder();
      boolean broken = true;
      for (Point point : points) {
        if (point.isFinite()) {
          path.append(broken ? 'M' : 'L').append(at(frame, point));
        }
        broken = !point.isFinite();
      }
      svg.leaf("path", "class", "line " + style.css(), "d", path.toString());
    }

    @Override
    public Optional<Point> end() {
      return points.stream().filter(Point::isFinite).reduce((one, next) -> next);
    }

    private static String at(Frame frame, Point point) {
      return Frame.units(frame.x(point.x())) + " " + Frame.units(frame.y(point.y()));
    }
  }

  /**
   * The area between two lines.
   *
   * @param low from left to right
   * @param high at the same places
   */
  record Band(List<Point> low, List<Point> high, Style style, String label) implements Mark {

    public Band {
      low = List.copyOf(low);
      high = List.copyOf(high);
    }

    @Override
    public void draw(Markup svg, Frame frame) {
      StringBuilder path = new StringBuilder();
      for (Point point : high) {
        path.append(path.isEmpty() ? 'M' : 'L').append(Line.at(frame, point));
      }
      for (int i = low.size() - 1; i >= 0; i--) {
        path.append('L').append(Line.at(frame, low.get(i)));
      }
      svg.leaf("path", "class", "band " + style.css(), "d", path + "Z");
    }
  }

  /** Upright bars; each says what it is to who points at it. */
  record Columns(List<Column> columns, Style style) implements Mark {

    public Columns {
      columns = List.copyOf(columns);
    }

    /**
     * One bar.
     *
     * @param about its numbers, in words
     */
    public record Column(double from, double to, double low, double high, String about) {}

    @Override
    public void draw(Markup svg, Frame frame) {
      for (Column column : columns) {
        double left = frame.x(column.from);
        double width = Math.max(0.6, frame.x(column.to) - left - 0.8);
        double top = frame.y(column.high);
        double height = frame.y(column.low) - top;
        if (height > 0) {
          svg.open(
              "rect",
              "class",
              "column " + style.css(),
              "x",
              Frame.units(left),
              "y",
              Frame.units(top),
              "width",
              Frame.units(width),
              "height",
              Frame.units(Math.max(0.5, height)));
          svg.element("title", column.about).close();
        }
      }
    }
  }

  /** Points, with how sure they are. */
  record Dots(List<Dot> dots, Style style) implements Mark {

    public Dots {
      dots = List.copyOf(dots);
    }

    /**
     * One point.
     *
     * @param low end of its interval; the point itself where there is none
     * @param about its numbers, in words
     */
    public record Dot(Point at, double low, double high, double radius, String about) {}

    @Override
    public void draw(Markup svg, Frame frame) {
      for (Dot dot : dots) {
        String x = Frame.units(frame.x(dot.at.x()));
        if (dot.low < dot.high) {
          svg.leaf(
              "path",
              "class",
              "whisker " + style.css(),
              "d",
              "M%s %sV%s"
                  .formatted(x, Frame.units(frame.y(dot.low)), Frame.units(frame.y(dot.high))));
        }
        svg.open(
                "circle",
                "class",
                "dot " + style.css(),
                "cx",
                x,
                "cy",
                Frame.units(frame.y(dot.at.y())),
                "r",
                Frame.units(dot.radius))
            .element("title", dot.about)
            .close();
      }
    }
  }

  /** A level from left to right. */
  record Rule(double level, Style style, String label) implements Mark {

    @Override
    public void draw(Markup svg, Frame frame) {
      String y = Frame.units(frame.y(level));
      svg.leaf(
          "path",
          "class",
          "line " + style.css(),
          "d",
          "M%s %sH%s".formatted(Frame.units(frame.left()), y, Frame.units(frame.right())));
    }

    @Override
    public Optional<Point> end() {
      return Optional.of(new Point(Double.POSITIVE_INFINITY, level));
    }
  }
}
