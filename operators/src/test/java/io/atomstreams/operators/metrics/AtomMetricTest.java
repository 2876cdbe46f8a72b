package io.atomstreams.operators.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.atomstreams.operators.metrics.AtomMetric.Kind;
import io.atomstreams.operators.metrics.AtomMetric.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AtomMetricTest {

  @ParameterizedTest
  @EnumSource(AtomMetric.class)
  void namesFollowTheConventions(AtomMetric metric) {
    assertThat(metric.shortName()).matches("[a-z][a-z0-9_]*");
    assertThat(metric.exportedName())
        .startsWith("flink_taskmanager_job_task_operator_")
        .matches("[a-z][a-z0-9_]*")
        .doesNotContain("micros", "millis", "_ms");
    assertThat(metric.shortName().endsWith("_total")).isEqualTo(metric.kind() == Kind.COUNTER);
    assertThat(metric.shortName().endsWith("_seconds")).isEqualTo(metric.unit() == Unit.SECONDS);
    assertThat(metric.meaning()).isNotBlank().doesNotContain("|");
    assertThat(metric.jobs()).isNotEmpty();
  }

  @Test
  void labelsStandInFrontOfTheName() {
    assertThat(AtomMetric.EVENTS.exportedName())
        .isEqualTo("flink_taskmanager_job_task_operator_atom_type_outcome_events_total");
    assertThat(AtomMetric.FIELD_REPAIRS.exportedName())
        .isEqualTo("flink_taskmanager_job_task_operator_deserializer_atom_rule_repairs_total");
  }

  @Test
  void figuresOfEvaluationsAreFoundByTheirNames() {
    assertThat(AtomMetric.ofEvaluation("log_loss")).hasValue(AtomMetric.LOG_LOSS);
    assertThat(AtomMetric.ofEvaluation("fairness_parity[female]")).isEmpty();
  }
}
