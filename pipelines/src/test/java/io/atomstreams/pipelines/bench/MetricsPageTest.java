package io.atomstreams.pipelines.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsPageTest {

  private static final String PAGE =
      """
      # HELP flink_taskmanager_job_task_operator_atom_flush_max_seconds flush_max_seconds
      # TYPE flink_taskmanager_job_task_operator_atom_flush_max_seconds gauge
      flink_taskmanager_job_task_operator_atom_flush_max_seconds{job_id="a",operator_name="features",subtask_index="0",} 1.2E-4
      flink_taskmanager_job_task_operator_atom_flush_max_seconds{job_id="a",operator_name="features",subtask_index="1",} 0.015
      flink_taskmanager_job_task_operator_atom_flush_max_seconds{job_id="a",operator_name="entities",subtask_index="1",} 2.0
      flink_taskmanager_job_task_operator_atom_flush_max_seconds_other{operator_name="features",} 9000.0
      """;

  @Test
  void givesTheGreatestValueOfAnOperatorsSubtasks() {
    MetricsPage page = MetricsPage.of(PAGE);
    assertThat(page.greatest("atom_flush_max_seconds", "features")).hasValue(0.015);
    assertThat(page.greatest("atom_flush_max_seconds", "entities")).hasValue(2);
    assertThat(page.greatest("atom_flush_max_seconds", "scoring")).isEmpty();
    assertThat(page.greatest("atom_flush_max", "features")).isEmpty();
  }
}
