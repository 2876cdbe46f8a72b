package io.atomstreams.pipelines.report.section;

import io.atomstreams.pipelines.report.html.Figure;
import io.atomstreams.pipelines.report.html.Markup;
import io.atomstreams.pipelines.report.html.Numerals;
import io.atomstreams.pipelines.report.html.Table;
import io.atomstreams.pipelines.report.measure.Curves;
import io.atomstreams.pipelines.report.measure.ScoreTable;
import io.atomstreams.pipelines.report.plot.Mark;
import io.atomstreams.pipelines.report.plot.NumberScale;
import io.atomstreams.pipelines.report.plot.Plot;
import io.atomstreams.pipelines.report.plot.Point;
import java.util.ArrayList;
import java.util.List;

/** The plots of one version. */
final class ModelCurves {

  /** Closer points than this are one on a screen. */
  private static final double APART = 0.01;

  /** Fewer of either answer than this make curves that another week would draw otherwise. */
  private static final int FEW = 50;

  private final Models.Judged of;
  private final ModelAnswers answers;
  private final ModelFigures figures;

  ModelCurves(Models.Judged of, ModelAnswers answers) {
    this.of = of;
    this.answers = answers;
    this.figures = answers.figures();
  }

  void write(Markup page) {
    page.open("h4").element("code", of.version()).text(" ");
    page.element("span", String.join(", ", answers.roles()), "class", "role").closeLine();
    if (figures.yeses() == 0 || figures.noes() == 0) {
      Figure.absent(
          page,
          figures.answers() == 0
              ? "No answers yet."
              : "All %s answers are the same: there is nothing to tell apart yet."
                  .formatted(Numerals.count(figures.answers())));
      return;
    }
    page.element("p", honest(), "class", "lead");
    page.open("div", "class", "figures");
    writeRoc(page);
    writePrecision(page);
    writeCalibration(page);
    page.closeLine();
    writeConfusion(page);
  }

  private String honest() {
    String few =
        Math.min(figures.yeses(), figures.noes()) < FEW
            ? " That is few: take the curves for a sketch."
            : "";
    String corrected =
        answers.corrected() == 0
            ? ""
            : " Corrected, and counted as corrected: %s."
                .formatted(Numerals.count(answers.corrected()));
    String bins =
        answers.table().isExact()
            ? ""
            : " Probabilities are rounded to fit, by which the area is off by %s at most."
                .formatted(Numerals.brief(figures.curves().areaOfTies()));
    return "%s answers, %s of them yes.%s%s%s"
        .formatted(
            Numerals.count(figures.answers()),
            Numerals.count(figures.yeses()),
            corrected,
            few,
            bins);
  }

  private void writeRoc(Markup page) {
    String says =
        "AUC %s (95 %%: %s); base rate 0.5"
            .formatted(Numerals.fixed(figures.area(), 3), figures.areaSure());
    Figure.open(page, "ROC", says);
    List<Curves.Place> places = figures.curves().roc(APART);
    new Plot(
            "ROC curve of " + of.version(),
            says,
            share("of the no, said yes to"),
            share("of the yes, found"))
        .add(line(List.of(new Point(0, 0), new Point(1, 1)), Mark.Style.DASHED))
        .add(line(points(places), Mark.Style.ACCENT))
        .write(page);
    behind(page, "ROC curve", "No, said yes to", "Yes, found", places);
    page.closeLine();
  }

  private void writePrecision(Markup page) {
    String says =
        "average precision %s; base rate %s"
            .formatted(
                Numerals.fixed(figures.averagePrecision(), 3),
                Numerals.fixed(figures.baseRate(), 3));
    Figure.open(page, "Precision and recall", says);
    List<Curves.Place> places = figures.curves().precisionRecall(APART);
    new Plot(
            "Precision against recall of " + of.version(),
            says,
            share("of the yes, found"),
            share("right, of those said yes to"))
        .add(new Mark.Rule(figures.baseRate(), Mark.Style.DASHED, ""))
        .add(line(points(places), Mark.Style.ACCENT))
        .write(page);
    behind(page, "Precision against recall", "Recall", "Precision", places);
    page.closeLine();
  }

  private void writeCalibration(Markup page) {
    String says =
        "error %s over tenths; whiskers: 95 %%".formatted(Numerals.fixed(figures.value("ece"), 3));
    Figure.open(page, "Calibration", says);
    List<Curves.Tenth> tenths = figures.curves().calibration();
    long most = tenths.stream().mapToLong(Curves.Tenth::answers).max().orElse(1);
    List<Mark.Columns.Column> counts = new ArrayList<>();
    List<Mark.Dots.Dot> dots = new ArrayList<>();
    List<Point> through = new ArrayList<>();
    Table table = new Table("Calibration by tenths").words("Said");
    table.figures("Answers", "Mean said", "Were yes", "95 %");
    for (Curves.Tenth tenth : tenths) {
      String about =
          "said %s, were %s, of %s answers"
              .formatted(
                  Numerals.percent(tenth.said()),
                  Numerals.percent(tenth.share()),
                  Numerals.count(tenth.answers()));
      String sure =
          Numerals.percent(tenth.sure().low()) + " to " + Numerals.percent(tenth.sure().high());
      counts.add(
          new Mark.Columns.Column(
              tenth.from(), tenth.to(), 0, 0.22 * tenth.answers() / most, about));
      Point at = new Point(tenth.said(), tenth.share());
      through.add(at);
      dots.add(new Mark.Dots.Dot(at, tenth.sure().low(), tenth.sure().high(), 3.2, about));
      table.row(
          Numerals.percent(tenth.from()) + " to " + Numerals.percent(tenth.to()),
          Numerals.count(tenth.answers()),
          Numerals.percent(tenth.said()),
          Numerals.percent(tenth.share()),
          sure);
    }
    new Plot("Calibration of " + of.version(), says, share("said"), share("were yes"))
        .add(new Mark.Columns(counts, Mark.Style.FAINT))
        .add(line(List.of(new Point(0, 0), new Point(1, 1)), Mark.Style.DASHED))
        .add(line(through, Mark.Style.ACCENT))
        .add(new Mark.Dots(dots, Mark.Style.ACCENT))
        .write(page);
    table.writeBehind(page);
    page.closeLine();
  }

  private void writeConfusion(Markup page) {
    Table table = new Table("Decisions at thresholds").words("Yes from");
    table.figures("Yes, said yes", "No, said yes", "Yes, said no", "No, said no");
    table.figures("Precision", "Recall");
    for (double threshold : ScoreTable.THRESHOLDS) {
      ScoreTable.Confusion at = answers.table().at(threshold);
      table.row(
          Numerals.fixed(threshold, 2),
          Numerals.count(at.truePositives()),
          Numerals.count(at.falsePositives()),
          Numerals.count(at.falseNegatives()),
          Numerals.count(at.trueNegatives()),
          Numerals.percent(at.precision()),
          Numerals.percent(at.recall()));
    }
    page.open("details").element("summary", "Decisions at thresholds");
    table.write(page);
    page.closeLine();
  }

  private static void behind(
      Markup page, String caption, String across, String up, List<Curves.Place> places) {
    Table table = new Table(caption).figures(across, up);
    for (Curves.Place place : places) {
      table.row(Numerals.fixed(place.across(), 3), Numerals.fixed(place.up(), 3));
    }
    table.writeBehind(page);
  }

  private static Mark line(List<Point> points, Mark.Style style) {
    return new Mark.Line(points, style, "");
  }

  private static List<Point> points(List<Curves.Place> places) {
    return places.stream().map(place -> new Point(place.across(), place.up())).toList();
  }

  private static NumberScale share(String title) {
    return new NumberScale(title, 0, 1, Numerals::percent);
  }
}
