package io.atomstreams.pipelines.plan;

import io.atomstreams.operators.feature.EntityKind;
import io.atomstreams.operators.feature.EntityLayout;
import io.atomstreams.operators.flink.ComponentOperator;
import io.atomstreams.operators.flink.FeatureOperator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorState;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.state.api.OperatorIdentifier;
import org.apache.flink.state.api.SavepointReader;
import org.apache.flink.state.api.runtime.SavepointLoader;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What a savepoint or a retained checkpoint says of itself: its operators and the layouts of the
 * entities' state. No value of any entity is read.
 *
 * @param operators by uid
 * @param layouts by kind of entity
 * @param graphs of connected customers, by kind: what they were made by
 */
record SavepointCatalogue(
    Map<String, Operator> operators,
    Map<EntityKind, EntityLayout> layouts,
    Map<EntityKind, String> graphs) {

  private static final int MOST_TEXTS = 10_000;

  /**
   * An operator in a savepoint.
   *
   * @param holdsState whether anything would be lost without it
   */
  record Operator(int parallelism, int maxParallelism, boolean holdsState) {}

  /**
   * Reads it.
   *
   * @param savepoint path or URI of its directory
   * @throws IOException if it is none, or not one of the scoring job
   */
  static SavepointCatalogue read(String savepoint) throws IOException {
    CheckpointMetadata metadata;
    try {
      metadata = SavepointLoader.loadSavepointMetadata(savepoint);
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(
          "%s is no savepoint: %s; name the directory that holds _metadata"
              .formatted(savepoint, e.getMessage()),
          e);
    }
    Map<String, Operator> operators = new TreeMap<>();
    Map<EntityKind, EntityLayout> layouts = new TreeMap<>();
    Map<EntityKind, String> graphs = new TreeMap<>();
    for (OperatorState state : metadata.getOperatorStates()) {
      String uid = state.getOperatorUid().orElse(state.getOperatorID().toString());
      operators.put(
          uid,
          new Operator(
              state.getParallelism(), state.getMaxParallelism(), state.getStateSize() > 0));
      for (String name : namesOfStates(state)) {
        Optional<EntityKind> kind = FeatureOperator.kindOfLayout(name);
        if (kind.isPresent()) {
          layouts.put(kind.get(), EntityLayout.parse(texts(savepoint, uid, name).get(0)));
        } else if (name.equals(ComponentOperator.descriptionsState())) {
          for (String line : texts(savepoint, uid, name)) {
            int space = line.indexOf(' ');
            graphs.put(EntityKind.ofName(line.substring(0, space)), line.substring(space + 1));
          }
        }
      }
    }
    if (layouts.isEmpty()) {
      throw new IOException(
          "%s is no savepoint of the scoring job: it has the operators %s and no layout of entities"
              .formatted(savepoint, operators.keySet()));
    }
    return new SavepointCatalogue(operators, layouts, graphs);
  }

  private static Set<String> namesOfStates(OperatorState state) {
    Set<String> names = new TreeSet<>();
    for (OperatorSubtaskState subtask : state.getStates()) {
      for (OperatorStateHandle handle : subtask.getManagedOperatorState()) {
        names.addAll(handle.getStateNameToPartitionOffsets().keySet());
      }
    }
    return names;
  }

  private static List<String> texts(String savepoint, String uid, String name) throws IOException {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.createLocalEnvironment(1);
    try {
      return SavepointReader.read(env, savepoint)
          .readUnionState(OperatorIdentifier.forUid(uid), name, Types.STRING)
          .executeAndCollect("read " + name, MOST_TEXTS);
    } catch (Exception e) {
      throw new IOException(
          "%s: the state %s of %s cannot be read: %s"
              .formatted(savepoint, name, uid, e.getMessage()),
          e);
    }
  }
}
