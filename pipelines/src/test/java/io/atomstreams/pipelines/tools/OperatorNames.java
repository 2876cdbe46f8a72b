package io.atomstreams.pipelines.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;

/** What Flink's web UI and its metrics call a job's operators. */
public final class OperatorNames {

  /** What the web UI's list of a chain and a legend have room for. */
  private static final int LONGEST = 40;

  /** Names that Flink gives where nobody has given one. */
  private static final Set<String> GENERATED =
      Set.of("Map", "Filter", "Flat Map", "Process", "KeyedProcess", "Sink", "Union", "Window");

  private static final Pattern OF_CODE =
      Pattern.compile(
          ".*(Window\\(|Co-|Keyed Reduce|Source: .*Source|Unnamed|[a-z]\\.[a-z]+\\.).*");

  private OperatorNames() {}

  public static List<String> of(StreamGraph graph) {
    return graph.getStreamNodes().stream().map(StreamNode::getOperatorName).toList();
  }

  /** Fails where a name is Flink's own, says what another says, or is longer than there is room. */
  public static void areForPeople(StreamGraph graph) {
    assertThat(of(graph))
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(GENERATED)
        .noneMatch(OF_CODE.asMatchPredicate(), "a name that Flink has made")
        .allSatisfy(name -> assertThat(name).hasSizeLessThanOrEqualTo(LONGEST));
  }
}
