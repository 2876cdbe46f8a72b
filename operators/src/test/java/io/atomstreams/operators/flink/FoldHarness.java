package io.atomstreams.operators.flink;

import io.atomstreams.operators.flink.FeatureHarness.Backend;
import io.atomstreams.operators.fold.Fold;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;

/** A fold running in Flink's test harness, on one of the state backends. */
final class FoldHarness<I, O, S> implements AutoCloseable {

  private final KeyedOneInputStreamOperatorTestHarness<String, I, O> harness;
  private final Fold<S, I, O> fold;

  private FoldHarness(
      Fold<S, I, O> fold, KeyedOneInputStreamOperatorTestHarness<String, I, O> harness) {
    this.fold = fold;
    this.harness = harness;
  }

  /** A host of the fold, going on from a snapshot if there is one. */
  static <I, O, S> FoldHarness<I, O, S> of(
      Backend backend,
      Fold<S, I, O> fold,
      KeySelector<I, String> key,
      TypeInformation<I> inputs,
      TypeInformation<O> outputs,
      OperatorSubtaskState snapshot)
      throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedAggregation<>(fold, inputs), key, Types.STRING);
    harness.setStateBackend(backend.make());
    harness.setup(outputs.createSerializer(new SerializerConfigImpl()));
    if (snapshot != null) {
      harness.initializeState(snapshot);
    }
    harness.open();
    return new FoldHarness<>(fold, harness);
  }

  void add(I input) throws Exception {
    harness.processElement(input, fold.time(input));
  }

  void watermark(long time) throws Exception {
    harness.processWatermark(new Watermark(time));
  }

  OperatorSubtaskState snapshot(long id) throws Exception {
    return harness.snapshot(id, id);
  }

  List<O> takeOutputs() {
    List<O> outputs = new ArrayList<>(harness.extractOutputValues());
    harness.getOutput().clear();
    return outputs;
  }

  /** Keys that the state backend has anything of. */
  long keys() {
    var backend =
        ((KeyedAggregation<?, ?, ?>) harness.getOperator()).<String>getKeyedStateBackend();
    try (Stream<String> states = backend.getKeys("state", VoidNamespace.INSTANCE);
        Stream<String> waiting = backend.getKeys("waiting", VoidNamespace.INSTANCE)) {
      return Stream.concat(states, waiting).distinct().count();
    }
  }

  long figure(String name) {
    return ((KeyedAggregation<?, ?, ?>) harness.getOperator()).figure(name);
  }

  int timers() {
    return harness.numEventTimeTimers();
  }

  @Override
  public void close() {
    try {
      harness.close();
    } catch (Exception e) {
      throw new IllegalStateException("the harness did not close", e);
    }
  }
}
