package io.atomstreams.pipelines.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.atomstreams.pipelines.connector.AccessList.Grant;
import io.atomstreams.pipelines.deploy.Jobs;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.utils.SecurityUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The least rights of a job. */
@Command(
    name = "acls",
    description = {
      "Lists what a job must be allowed on a cluster with ACLs, and no more, by its configuration.",
      "Asks no cluster. To describe a topic comes with reading or writing it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  atom topics acls scoring",
      "  atom topics acls learning --principal User:atom-learning --kafka-acls",
      "  atom topics acls monitoring --conf my-conf --json"
    })
final class AclsCommand implements Callable<Integer> {

  @Parameters(paramLabel = "JOB", description = "scoring, learning or monitoring.")
  private String job;

  @Option(
      names = "--conf",
      paramLabel = "DIR",
      description = "Directory with pipelines/JOB.yaml and what it names.")
  private Path conf = Home.path("flink-conf");

  @Option(
      names = "--principal",
      paramLabel = "TYPE:NAME",
      description = "Whom --kafka-acls allows it (default: User:atom-JOB).")
  private String principal;

  @Option(names = "--kafka-acls", description = "Print commands for Kafka's own tool.")
  private boolean commands;

  @Option(names = "--json", description = "Print JSON for machines.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<Grant> grants = named().access().apply(conf).grants();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(json(grants));
    } else if (commands) {
      String who = principal == null ? "User:atom-" + job : principal;
      grants.forEach(grant -> out.println(command(who, grant)));
    } else {
      int width = grants.stream().mapToInt(grant -> grant.name().length()).max().orElse(0);
      grants.forEach(grant -> out.println(line(grant, width)));
    }
    out.flush();
    return Atom.SUCCESS;
  }

  private Jobs.Job named() {
    try {
      return Jobs.named(job);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private static String line(Grant grant, int width) {
    return ("%-16s  %-" + width + "s  %-8s  %s")
        .formatted(
            SecurityUtils.resourceTypeName(grant.resource()),
            grant.name(),
            grant.pattern().name().toLowerCase(Locale.ROOT),
            String.join(", ", operations(grant)));
  }

  private static List<String> operations(Grant grant) {
    return grant.operations().stream().sorted().map(SecurityUtils::operationName).toList();
  }

  private static String command(String principal, Grant grant) {
    StringBuilder command =
        new StringBuilder("kafka-acls.sh --bootstrap-server \"$SERVERS\" --add --allow-principal ");
    command.append(quoted(principal)).append(' ');
    command.append(
        switch (grant.resource()) {
          case TOPIC -> "--topic ";
          case GROUP -> "--group ";
          default -> "--transactional-id ";
        });
    command.append(quoted(grant.name()));
    if (grant.pattern() == PatternType.PREFIXED) {
      command.append(" --resource-pattern-type prefixed");
    }
    operations(grant).forEach(right -> command.append(" --operation ").append(right));
    return command.toString();
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }

  private static String json(List<Grant> grants) {
    ArrayNode list = new ObjectMapper().createArrayNode();
    for (Grant grant : grants) {
      ObjectNode node = list.addObject();
      node.put("resource", SecurityUtils.resourceTypeName(grant.resource()));
      node.put("name", grant.name());
      node.put("pattern", grant.pattern().name().toLowerCase(Locale.ROOT));
      operations(grant).forEach(node.putArray("operations")::add);
    }
    return list.toPrettyString();
  }
}
