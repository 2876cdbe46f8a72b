package io.atomstreams.operators.flink;

import io.atomstreams.operators.feature.BackfillRecord;
import io.atomstreams.operators.feature.BackfillRecord.Step;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.util.Collector;

/** Makes of a record to every group of keys one to each, in its place among the others. */
public final class KeyGroupFanOut extends RichFlatMapFunction<BackfillRecord, BackfillRecord> {

  private static final long serialVersionUID = 1;

  private transient String[] groups;

  @Override
  public void open(OpenContext context) {
    groups = KeyGroups.keys(getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks());
  }

  @Override
  public void flatMap(BackfillRecord record, Collector<BackfillRecord> out) {
    if (record.step() == Step.HISTORY) {
      out.collect(record);
      return;
    }
    for (String group : groups) {
      out.collect(record.to(group));
    }
  }
}
