package io.atomstreams.pipelines.report.section;

import io.atomstreams.operators.evaluation.EvaluationReport;
import io.atomstreams.operators.evaluation.Proportion;
import io.atomstreams.pipelines.report.html.Numerals;
import io.atomstreams.pipelines.report.measure.Curves;
import io.atomstreams.pipelines.report.measure.ScoreTable;
import java.util.List;

/** The figures of one version; {@code NaN} where its answers do not define one. */
final class ModelFigures {

  /** Those of the evaluator that are told to machines. */
  static final List<String> NAMES =
      List.of("brier", "brierOfBaseRate", "logLoss", "logLossOfBaseRate", "ece");

  private final long noes;
  private final long yeses;
  private final EvaluationReport report;
  private final Curves curves;

  ModelFigures(ScoreTable table) {
    this.noes = table.noes();
    this.yeses = table.yeses();
    this.report = table.figures();
    this.curves = new Curves(table);
  }

  long answers() {
    return noes + yeses;
  }

  long yeses() {
    return yeses;
  }

  long noes() {
    return noes;
  }

  double baseRate() {
    return answers() == 0 ? Double.NaN : (double) yeses / answers();
  }

  double area() {
    return noes == 0 || yeses == 0 ? Double.NaN : curves.area();
  }

  /** Where the area lies at 95 %, in words. */
  String areaSure() {
    if (noes == 0 || yeses == 0) {
      return "–";
    }
    Proportion.Interval sure = curves.areaInterval();
    return Numerals.fixed(sure.low(), 3) + " to " + Numerals.fixed(sure.high(), 3);
  }

  double averagePrecision() {
    return yeses == 0 ? Double.NaN : curves.averagePrecision();
  }

  /** One of the evaluator's. */
  double value(String name) {
    return answers() == 0 ? Double.NaN : report.value(name);
  }

  Curves curves() {
    return curves;
  }
}
