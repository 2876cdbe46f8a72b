package io.atomstreams.pipelines.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsPageTest {

  private static final String PAGE =
      """
      # HELP flink_taskmanager_job_task_operator_atom_flush_micros_max flush_micros_max
      # TYPE flink_taskmanager_job_task_operator_atom_flush_micros_max gauge
      flink_taskmanager_job_task_operator_atom_flush_micros_max{job_id="a",operator_name="features",subtask_index="0",} 120.0
      flink_taskmanager_job_task_operator_atom_flush_micros_max{job_id="a",operator_name="features",subtask_index="1",} 1.5E4
      flink_taskmanager_job_task_operator_atom_flush_micros_max{job_id="a",operator_name="entities",subtask_index="1",} 2.0E6
      flink_taskmanager_job_task_operator_atom_flush_micros_max_other{operator_name="features",} 9.0E9
      """;

  @Test
  void givesTheGreatestValueOfAnOperatorsSubtasks() {
    MetricsPage page = MetricsPage.of(PAGE);
    assertThat(page.greatest("atom_flush_micros_max", "features")).hasValue(15_000);
    assertThat(page.greatest("atom_flush_micros_max", "entities")).hasValue(2_000_000);
    assertThat(page.greatest("atom_flush_micros_max", "scoring")).isEmpty();
    assertThat(page.greatest("atom_flush_micros", "features")).isEmpty();
  }
}
