package org.computingpower.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.computingpower.local.LocalStack;
import org.computingpower.local.Progress;
import org.computingpower.local.StackOptions;
import org.computingpower.local.StackPaths;

/** {@code ./platform demo}: the whole market in some minutes, on a stack of its own that is empty at the start. */
public final class Demo {
    private static final Path DIRECTORY = Path.of(".platform", "demo");
    private static final int PORT_BASE = 9100;
    private static final PrintStream OUT =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    private Demo() {}

    /** Exits 0 only if every step of the story held and drift is 0. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length > 0) {
            OUT.println("Usage: ./platform demo\nBuilds, starts a stack of its own under " + DIRECTORY + " (ports from "
                    + PORT_BASE + ") and tells the story of a market. Takes 6 to 8 minutes on 2 cores.");
            System.exit(arguments[0].matches("-h|--help") ? 0 : 2);
        }
        System.exit(run() ? 0 : 1);
    }

    private static boolean run() throws IOException {
        Leftovers leftovers = new Leftovers(DIRECTORY);
        leftovers.remove();
        Leftovers.deleteRecursively(DIRECTORY);
        banner();
        StackOptions options = new StackOptions(Path.of("."), DIRECTORY, PORT_BASE, 1, 1, StackOptions.Aot.USE);
        try (LocalStack stack = LocalStack.start(options, new Progress(OUT, System::nanoTime));
                SampleApplication application = SampleApplication.build(options.repository(), DIRECTORY)) {
            MarketStory story = new MarketStory(stack, new Narrator(OUT, System::nanoTime));
            JsonNode summary = story.tell(application).summary();
            write(summary, new StackPaths(DIRECTORY));
            OUT.println();
            OUT.println("Every step held. Drift is 0. Figures: " + DIRECTORY.resolve("summary.json"));
            return true;
        } catch (StoryException e) {
            OUT.println();
            OUT.println("THE STORY BROKE: " + e.getMessage());
            OUT.println("Logs: " + DIRECTORY.resolve("services") + " and " + DIRECTORY.resolve("gateways"));
            return false;
        } finally {
            leftovers.remove();
        }
    }

    private static void banner() {
        OUT.println("""
                ##############################################################################
                #   THE TRUSTED EXECUTION ENVIRONMENT IN THIS DEMO IS  S I M U L A T E D.    #
                #   Its attestation root is NOT INTEL'S. The container runs OUTSIDE the      #
                #   attested enclave here (GATEWAY_ENCLAVE): its provider could read the     #
                #   workload's memory.                                                       #
                ##############################################################################
                """);
    }

    private static void write(JsonNode summary, StackPaths paths) throws IOException {
        Files.writeString(
                paths.root().resolve("summary.json"),
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(summary) + "\n");
    }

    /** An empty object of the summary. */
    static ObjectNode object() {
        return new ObjectMapper().createObjectNode();
    }
}
