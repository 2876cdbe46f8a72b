package io.atomstreams.operators.profile;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Records and profiles for the tests of those who carry them. */
public final class SampleProfiles {

  public static final Profiler PROFILER =
      new Profiler(new Profiler.Options(20, 3, Set.of("type"), Set.of()));

  private SampleProfiles() {}

  public static TopicRecord record(String topic, String json) {
    return new TopicRecord(topic, json.getBytes(StandardCharsets.UTF_8));
  }

  public static ProfileAccumulator profile(String... records) {
    ProfileAccumulator profile = PROFILER.createAccumulator();
    for (String json : records) {
      PROFILER.add(profile, JsonRecord.read(json.getBytes(StandardCharsets.UTF_8)));
    }
    return profile;
  }
}
