package io.atomstreams.operators.flink;

import io.atomstreams.operators.event.FeatureRecord;
import io.atomstreams.operators.event.FeatureRecord.Touch;
import io.atomstreams.operators.event.Output;
import io.atomstreams.operators.event.SourcePosition;
import io.atomstreams.operators.feature.EntityStages;
import io.atomstreams.operators.feature.EntityVisit.Answer;
import io.atomstreams.operators.feature.FeatureAddition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Lets a feature record wait until every entity that its event called on has answered, and then
 * completes it. The records of one customer leave in the order in which they came; everything else
 * passes at once.
 *
 * <p>Nothing of this is in a checkpoint, and nothing has to be: a barrier reaches this operator on
 * its second input only after the answers to all visits that were sent before it, so at an aligned
 * barrier no record waits. Unaligned checkpoints overtake what is under way and are refused. What
 * waits is bounded by what the network between the operators holds.
 */
public final class AssemblyOperator extends AbstractStreamOperator<Output>
    implements TwoInputStreamOperator<Output, Answer, Output>, BoundedMultiInput {

  private static final long serialVersionUID = 1;

  // Configuration.
  private final EntityStages declared;
  private final FeatureAddition.Log additions;

  // Runtime.
  private transient EntityStages stages;
  private transient Map<SourcePosition, Waiting> waiting;
  private transient Map<String, Deque<Waiting>> queues;
  private transient int endedInputs;

  /** A record, or the answers that came before it. */
  private static final class Waiting {
    private FeatureRecord record;
    private long timestamp;
    private Answer[] answers = {};
    private int missing;

    void take(Answer answer) {
      if (answers.length <= answer.place()) {
        answers = Arrays.copyOf(answers, Math.max(answer.place() + 1, 2 * answers.length));
      }
      answers[answer.place()] = answer;
      missing--;
    }

    boolean isComplete() {
      return record != null && missing == 0;
    }
  }

  /**
   * The assembly of a job.
   *
   * @param additions what joined the declared features
   */
  public AssemblyOperator(EntityStages declared, FeatureAddition.Log additions) {
    this.declared = declared;
    this.additions = additions;
  }

  @Override
  public void open() throws Exception {
    super.open();
    stages = declared.with(additions.read());
    waiting = new HashMap<>();
    queues = new HashMap<>();
  }

  @Override
  public void processElement1(StreamRecord<Output> element) {
    if (!(element.getValue() instanceof FeatureRecord record)) {
      output.collect(element);
      return;
    }
    int asked = asked(record);
    Deque<Waiting> queue = queues.get(record.home());
    if (asked == 0 && queue == null) {
      output.collect(element.replace(complete(record, List.of())));
      return;
    }
    Waiting entry =
        asked == 0 ? new Waiting() : waiting.computeIfAbsent(record.source(), s -> new Waiting());
    entry.record = record;
    entry.timestamp = element.hasTimestamp() ? element.getTimestamp() : record.ts();
    entry.missing += asked;
    if (queue == null) {
      queue = new ArrayDeque<>(2);
      queues.put(record.home(), queue);
    }
    queue.add(entry);
    release(record.home(), queue);
  }

  /** Places that wait for an answer have no sequence yet. */
  private static int asked(FeatureRecord record) {
    int asked = 0;
    for (Touch touch : record.touched()) {
      asked += touch.sequence() == FeatureRecord.Touch.UNANSWERED ? 1 : 0;
    }
    return asked;
  }

  @Override
  public void processElement2(StreamRecord<Answer> element) {
    Answer answer = element.getValue();
    Waiting entry = waiting.computeIfAbsent(answer.source(), s -> new Waiting());
    entry.take(answer);
    if (entry.isComplete()) {
      release(answer.home(), queues.get(answer.home()));
    }
  }

  private void release(String home, Deque<Waiting> queue) {
    while (!queue.isEmpty() && queue.element().isComplete()) {
      Waiting first = queue.remove();
      waiting.remove(first.record.source());
      List<Answer> answers = Arrays.stream(first.answers).filter(answer -> answer != null).toList();
      output.collect(new StreamRecord<>(complete(first.record, answers), first.timestamp));
    }
    if (queue.isEmpty()) {
      queues.remove(home);
    }
  }

  private FeatureRecord complete(FeatureRecord record, List<Answer> answers) {
    int ready = record.ready();
    if (record.scored()) {
      if (record.generation() > stages.lists().last()) {
        stages = declared.with(additions.read());
      }
      ready = ready(record, answers);
      stages.assembly(record.generation()).complete(record.vector(), answers);
      Arrays.fill(record.vector(), ready, record.vector().length, Float.NaN);
    }
    if (answers.isEmpty()) {
      return record;
    }
    List<Touch> touched = new ArrayList<>(record.touched());
    for (Answer answer : answers) {
      Touch asked = touched.get(answer.place());
      touched.set(answer.place(), new Touch(asked.entity(), answer.sequence()));
    }
    return record.touching(Collections.unmodifiableList(touched), ready);
  }

  /** What is ready with the customer and with all that have answered. */
  private int ready(FeatureRecord record, List<Answer> answers) {
    int ready = record.ready();
    for (Answer answer : answers) {
      int there = Math.min(answer.ready(), record.generation());
      ready = Math.min(ready, stages.lists().at(there).size());
    }
    return ready;
  }

  /** Nothing waits at an aligned barrier. */
  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    if (!waiting.isEmpty() || !queues.isEmpty()) {
      throw new IllegalStateException(
          waiting.size()
              + " events wait for an answer at a checkpoint: it was unaligned;"
              + " set execution.checkpointing.unaligned.enabled to false");
    }
    super.snapshotState(context);
  }

  @Override
  public void endInput(int input) {
    endedInputs++;
    if (endedInputs == 2 && !waiting.isEmpty()) {
      throw new IllegalStateException(
          waiting.size() + " events still wait for an answer at the end of input");
    }
  }
}
