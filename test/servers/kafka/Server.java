import java.util.ArrayList;
import java.util.List;
import kafka.Kafka;
import kafka.tools.StorageTool;

/** Kafka in one process, whose folder is formatted where it is new: {@code Server CONFIG [FORMAT_OPTION…]}. */
class Server {
    public static void main(String[] arguments) {
        List<String> format = new ArrayList<>(List.of("format", "--ignore-formatted", "--config", arguments[0]));
        format.addAll(List.of("--cluster-id", "dGllcmNlbC10ZXN0LTAwMQ"));
        format.addAll(List.of(arguments).subList(1, arguments.length));
        if (StorageTool.execute(format.toArray(new String[0]), System.err) != 0) System.exit(1);
        Kafka.main(new String[] {arguments[0]});
    }
}
