package io.atomstreams.operators.scoring;

import io.atomstreams.model.ModelRef;
import io.atomstreams.operators.event.Prediction.Role;
import io.atomstreams.operators.rollout.Lineup;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Records of a batch that one model is to answer, under one line-up. */
final class BatchGroup {

  final Lineup lineup;
  final Optional<ModelRef> assigned;
  final Role role;

  /** Where in the batch they are; the first {@link #size} count. */
  final int[] places;

  int size;

  BatchGroup(Lineup lineup, Optional<ModelRef> assigned, Role role, int most) {
    this.lineup = lineup;
    this.assigned = assigned;
    this.role = role;
    this.places = new int[most];
  }

  boolean isOf(Lineup another, Role anotherRole) {
    return lineup.number() == another.number() && role == anotherRole;
  }

  boolean isAssigned(ModelRef ref) {
    return assigned.isPresent() && assigned.get().equals(ref);
  }

  /** Who answers, in the order in which they are asked: a shadow has nobody behind it. */
  List<ModelRef> chain() {
    List<ModelRef> chain = new ArrayList<>(3);
    assigned.ifPresent(chain::add);
    if (role != Role.SHADOW) {
      lineup.champion().filter(ref -> !chain.contains(ref)).ifPresent(chain::add);
      lineup.standby().filter(ref -> !chain.contains(ref)).ifPresent(chain::add);
    }
    return chain;
  }
}
