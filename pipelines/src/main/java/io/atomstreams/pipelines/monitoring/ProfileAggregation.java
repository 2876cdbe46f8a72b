package io.atomstreams.pipelines.monitoring;

import io.atomstreams.operators.profile.ProfileAccumulator;
import io.atomstreams.operators.profile.ProfilePart;
import io.atomstreams.operators.profile.Profiler;
import org.apache.flink.api.common.functions.AggregateFunction;

/** Puts the parts of a profile together. */
final class ProfileAggregation
    implements AggregateFunction<ProfilePart, ProfileAccumulator, ProfileAccumulator> {

  private static final long serialVersionUID = 1;

  // Configuration.
  private final Profiler profiler;

  ProfileAggregation(Profiler profiler) {
    this.profiler = profiler;
  }

  @Override
  public ProfileAccumulator createAccumulator() {
    return profiler.createAccumulator();
  }

  @Override
  public ProfileAccumulator add(ProfilePart part, ProfileAccumulator profile) {
    return profiler.merge(profile, part.profile());
  }

  @Override
  public ProfileAccumulator getResult(ProfileAccumulator profile) {
    return profile;
  }

  @Override
  public ProfileAccumulator merge(ProfileAccumulator profile, ProfileAccumulator other) {
    return profiler.merge(profile, other);
  }
}
