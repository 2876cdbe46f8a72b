package io.atomstreams.pipelines.report.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.pipelines.report.html.Markup;
import io.atomstreams.pipelines.report.html.Numerals;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PlotTest {

  private static Plot plot() {
    return new Plot(
        "Loss",
        "falls",
        new NumberScale("day", 0, 10, Numerals::brief),
        new NumberScale("nats", 0, 1, Numerals::brief));
  }

  private static String drawn(Plot plot) {
    Markup page = new Markup();
    plot.write(page);
    return page.finished();
  }

  @Test
  void saysWhatItShowsToThoseWhoCannotSeeIt() {
    assertThat(drawn(plot()))
        .contains("role=\"img\"", "<title>Loss</title>", "<desc>falls</desc>", ">nats<", ">day<");
  }

  @Test
  void aLineIsBrokenWhereANumberIsMissing() {
    List<Point> points =
        List.of(
            new Point(0, 0),
            new Point(1, 1),
            new Point(2, Double.NaN),
            new Point(3, 1),
            new Point(4, 0));

    Matcher path =
        Pattern.compile("class=\"line accent\" d=\"([^\"]*)\"")
            .matcher(drawn(plot().add(new Mark.Line(points, Mark.Style.ACCENT, ""))));

    assertThat(path.find()).isTrue();
    assertThat(path.group(1)).matches("M[^ML]*L[^ML]*M[^ML]*L[^ML]*");
  }

  @Test
  void labelsOfLinesThatEndTogetherStandApart() {
    Plot plot = plot();
    for (String name : List.of("one", "two", "three", "four")) {
      plot.add(
          new Mark.Line(List.of(new Point(0, 0.1), new Point(10, 0.0)), Mark.Style.FAINT, name));
    }

    List<Double> heights =
        Pattern.compile("y=\"([0-9.]+)\" text-anchor=\"start\" class=\"label faint\"")
            .matcher(drawn(plot))
            .results()
            .map(found -> Double.parseDouble(found.group(1)))
            .toList();

    assertThat(heights).hasSize(4);
    for (int i = 1; i < heights.size(); i++) {
      assertThat(heights.get(i) - heights.get(i - 1)).isGreaterThanOrEqualTo(12.9);
    }
    assertThat(heights.get(3)).isLessThan(200);
  }

  @Test
  void whatLiesBeyondAScaleStaysInTheFrame() {
    Frame frame =
        new Frame(
            new NumberScale("", 0, 10, Numerals::brief),
            new NumberScale("", 0, 1, Numerals::brief),
            20,
            10,
            100,
            50);

    assertThat(frame.x(-5)).isEqualTo(20);
    assertThat(frame.x(1e9)).isEqualTo(120);
    assertThat(frame.y(0.5)).isEqualTo(35);
    assertThat(frame.y(7)).isEqualTo(10);
  }
}
