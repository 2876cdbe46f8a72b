package io.atomstreams.operators.learning.cluster;

import io.atomstreams.operators.learning.encoding.OnlineScaler;
import java.util.ArrayList;
import java.util.List;

/** What {@link OnlineKMeans} has learned. For one thread. */
public final class KMeansState {

  final OnlineScaler scaler;

  /** Ascending by id. */
  final List<Group> groups = new ArrayList<>();

  /** The id of the next group. */
  long next;

  /** Rows since groups were last merged. */
  long quiet;

  KMeansState(OnlineScaler scaler) {
    this.scaler = scaler;
  }

  KMeansState copy() {
    KMeansState copy = new KMeansState(scaler.copy());
    groups.forEach(group -> copy.groups.add(group.copy(group.id)));
    copy.next = next;
    copy.quiet = quiet;
    return copy;
  }
}
