package io.atomstreams.operators.online;

import io.atomstreams.operators.evaluation.BinaryEvaluator;
import io.atomstreams.operators.evaluation.EvaluationReport;
import io.atomstreams.operators.evaluation.GroupFairness;
import io.atomstreams.operators.event.Evaluation.Metric;
import java.util.ArrayList;
import java.util.List;

/**
 * Names the figures of reports as records of evaluations call them. A figure outside of its range
 * is {@code NaN}: in a window in which more of some scores was taken back than came, shares are
 * none.
 */
final class Figures {

  private static final String FAIRNESS = "fairness_";

  private final List<Metric> metrics = new ArrayList<>();

  private Figures() {}

  static List<Metric> of(EvaluationReport report, BinaryEvaluator.Options options) {
    Figures figures = new Figures();
    double share = report.value("baseRate");
    figures.within(Double.MAX_VALUE, "log_loss", report.value("logLoss"));
    figures.within(1, "brier", report.value("brier"));
    figures.within(1, "error", 1 - report.value("accuracy"));
    figures.within(1, "auc", report.value("auc"));
    figures.within(1, "calibration_error", report.value("ece"));
    figures.within(1, "mean_probability", report.value("meanScore"));
    figures.within(1, "positive_share", share);
    figures.within(1, "auc_uncertainty", report.value("aucError"));
    boolean isShare = share >= 0 && share <= 1;
    figures.within(
        1, "log_loss_base_rate", isShare ? report.value("logLossOfBaseRate") : Double.NaN);
    figures.within(1, "brier_base_rate", report.value("brierOfBaseRate"));
    figures.within(1, "error_majority", 1 - report.value("majority"));
    figures.within(1, "error_no_change", 1 - report.value("noChange"));
    figures.atMostOne("kappa", report.value("kappa"));
    figures.atMostOne("kappa_majority", report.value("kappaMajority"));
    figures.atMostOne("kappa_temporal", report.value("kappaTemporal"));
    for (double threshold : options.thresholds()) {
      figures.within(1, "precision@" + threshold, report.value("precision@" + threshold));
      figures.within(1, "recall@" + threshold, report.value("recall@" + threshold));
    }
    return figures.metrics;
  }

  static List<Metric> of(GroupFairness.Report report) {
    Figures figures = new Figures();
    figures.within(1, FAIRNESS + "parity_difference", report.parityDifference());
    figures.within(1, FAIRNESS + "parity_ratio", report.parityRatio());
    figures.within(1, FAIRNESS + "opportunity_difference", report.opportunityDifference());
    long alarms = report.groups().stream().filter(GroupFairness.Group::alarm).count();
    figures.metrics.add(new Metric(FAIRNESS + "alarms", alarms));
    for (GroupFairness.Group group : report.groups()) {
      String of = "[" + group.name() + "]";
      figures.gap("parity" + of, group.parity());
      figures.gap("opportunity" + of, group.opportunity());
      figures.gap("calibration" + of, group.calibration());
    }
    return figures.metrics;
  }

  private void gap(String name, GroupFairness.Gap gap) {
    metrics.add(new Metric(FAIRNESS + name, gap.value()));
    metrics.add(new Metric(FAIRNESS + name + ".low", gap.interval().low()));
    metrics.add(new Metric(FAIRNESS + name + ".high", gap.interval().high()));
  }

  private void within(double most, String name, double value) {
    metrics.add(new Metric(name, value >= 0 && value <= most ? value : Double.NaN));
  }

  private void atMostOne(String name, double value) {
    metrics.add(new Metric(name, value <= 1 ? value : Double.NaN));
  }
}
