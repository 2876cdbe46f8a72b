package io.atomstreams.operators.feature;

import java.util.HashMap;
import java.util.Map;

/** All entities beside the customers in plain memory: what a job keeps in state, without a job. */
public final class EntityMemory {

  private final EntityStages stages;
  private final Map<String, EntityState> states = new HashMap<>();
  private final Map<String, ComponentState> graphs = new HashMap<>();

  public EntityMemory(EntityStages stages) {
    this.stages = stages;
  }

  /** Takes the event of a visit in and answers it. */
  public EntityVisit.Answer answer(EntityVisit visit) {
    ComponentStage component = stages.components().get(visit.kind());
    if (component != null) {
      ComponentState graph = graphs.get(visit.key());
      graph = component.applyAccepted(graph, visit.event());
      graphs.put(visit.key(), graph);
      return component.answer(visit, graph);
    }
    EntityStage stage = stages.others().get(visit.kind());
    EntityState state = stage.applyAccepted(states.get(visit.key()), visit.event());
    states.put(visit.key(), state);
    return visit.answer(stage, state, visit.generation());
  }

  /** How many entities there are. */
  public int size() {
    return states.size() + graphs.size();
  }
}
