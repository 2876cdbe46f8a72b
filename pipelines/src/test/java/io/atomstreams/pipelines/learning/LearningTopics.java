package io.atomstreams.pipelines.learning;

import io.atomstreams.pipelines.connector.Topic;
import java.util.List;

/** For tests of other packages: what the learning job writes in its transactions. */
public final class LearningTopics {

  private LearningTopics() {}

  public static List<Topic> written() {
    return FindingSerializer.topics();
  }
}
