package io.atomstreams.pipelines.cli;

import io.atomstreams.model.NearestNames;
import io.atomstreams.operators.profile.Profiler;
import io.atomstreams.pipelines.connector.Topic;
import io.atomstreams.pipelines.connector.TopicAdmin;
import io.atomstreams.pipelines.monitoring.MonitoringConfig;
import io.atomstreams.pipelines.monitoring.ProfileReader;
import io.atomstreams.pipelines.monitoring.TopicProfile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the records of a topic look like, field by field. */
@Command(
    name = "profile",
    description = {
      "Shows what the records of each topic look like, field by field: how many, what is missing,",
      "how many different values, how numbers are spread, which values are frequent.",
      "Without --last, the latest profiles that the monitoring job wrote to the topic profiles;",
      "with it, of the last records of any topic of JSON, without the job."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  atom profile --bootstrap-server localhost:9092",
      "  atom profile --bootstrap-server localhost:9092 --topic sales-events --last 100000",
      "  atom profile --bootstrap-server localhost:9092 --topic legacy-orders --last 1000 --json"
    })
final class ProfileCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private ClusterOptions cluster;

  @Option(
      names = "--topic",
      paramLabel = "TOPIC",
      description = "Only of this topic, with the prefix or without.")
  private String topic;

  @Option(
      names = "--tenant",
      paramLabel = "TENANT",
      description = "Only of this tenant; '' for records that name none.")
  private String tenant;

  @Option(
      names = "--last",
      paramLabel = "N",
      description = "Profile the last N records of --topic, instead of reading profiles.")
  private Integer last;

  @Option(
      names = "--conf",
      paramLabel = "DIR",
      description = "Directory with pipelines/monitoring.yaml.")
  private Path conf = Home.path("flink-conf");

  @Option(names = "--json", description = "Print JSON for machines, a line for each profile.")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    if (last != null && topic == null) {
      throw new ParameterException(
          spec.commandLine(), "--last " + last + " needs --topic: the last records of which one?");
    }
    if (last != null && last < 1) {
      throw new ParameterException(spec.commandLine(), "--last " + last + ": at least 1");
    }
    MonitoringConfig config =
        MonitoringConfig.read(conf.resolve("pipelines").resolve("monitoring.yaml"));
    Map<String, String> client = cluster.clientSettings();
    List<TopicProfile> found = find(config, client);
    ProfileReport report = new ProfileReport(out(), json);
    found.forEach(report::show);
    out().flush();
    if (found.isEmpty()) {
      spec.commandLine().getErr().println("atom: " + nothing());
      return Atom.FAILURE;
    }
    return Atom.SUCCESS;
  }

  private List<TopicProfile> find(MonitoringConfig config, Map<String, String> client) {
    String prefix = config.kafka().topicPrefix();
    Set<String> topics;
    try (TopicAdmin admin = new TopicAdmin(client)) {
      topics = admin.names();
    }
    ProfileReader reader = new ProfileReader(client);
    if (last != null) {
      Profiler profiler = new Profiler(config.profiles().options());
      return reader.of(fullName(prefix, topics), last, profiler).stream()
          .filter(this::isWanted)
          .toList();
    }
    String profiles = Topic.PROFILES.in(prefix);
    if (!topics.contains(profiles)) {
      throw new ParameterException(
          spec.commandLine(),
          "there is no topic %s; make it with: atom topics create, or profile a topic itself with"
                  .formatted(profiles)
              + " --topic TOPIC --last N");
    }
    return reader.latest(
        prefix,
        profile ->
            isWanted(profile)
                && (topic == null
                    || profile.topic().equals(topic)
                    || profile.topic().equals(prefix + topic)));
  }

  private boolean isWanted(TopicProfile profile) {
    return tenant == null || tenant.equals(profile.tenant());
  }

  private String fullName(String prefix, Set<String> topics) {
    if (topics.contains(topic)) {
      return topic;
    }
    if (topics.contains(prefix + topic)) {
      return prefix + topic;
    }
    throw new ParameterException(
        spec.commandLine(),
        "there is no topic %s; %s".formatted(topic, NearestNames.hint(topic, topics)));
  }

  private String nothing() {
    String of = tenant == null ? "" : " of tenant '" + tenant + "'";
    if (last != null) {
      return "topic " + topic + " has no committed records" + of;
    }
    return "no profile%s%s among the last %,d; is the monitoring job running, and is a window over?"
            .formatted(topic == null ? "" : " of topic " + topic, of, ProfileReader.LOOK_BACK)
        + " Or: --topic TOPIC --last N";
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
