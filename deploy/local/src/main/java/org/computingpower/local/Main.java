package org.computingpower.local;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./platform up | down | status | logs | doctor | reset | warm}. */
@Command(
        name = "./platform",
        description = "The local stack of the Computing Power Platform.",
        mixinStandardHelpOptions = true,
        subcommands = {
            Main.Up.class,
            Main.Down.class,
            Main.Status.class,
            Main.Logs.class,
            Main.Doctor.class,
            Main.Reset.class,
            Main.Warm.class,
            Main.Supervise.class
        })
public final class Main {
    static final PrintStream OUT =
            new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), true, StandardCharsets.UTF_8);

    private Main() {}

    /** Runs a command; the exit code is picocli's: 0 done, 1 failed, 2 wrong usage. */
    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Main());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            command.getErr().println("platform: " + failure.getMessage());
            return 1;
        });
        System.exit(line.execute(arguments));
    }

    static Progress progress() {
        return new Progress(OUT, System::nanoTime);
    }

    @Command(
            name = "up",
            description = "Starts the stack and prints where everything is.",
            mixinStandardHelpOptions = true)
    static final class Up implements Callable<Integer> {
        @Mixin
        StackChoice choice = new StackChoice();

        @Override
        public Integer call() throws IOException, InterruptedException {
            Supervisor supervisor = new Supervisor(choice.paths());
            if (supervisor.running().isPresent()) {
                OUT.println("The stack '" + choice.name + "' runs already. ./platform status shows it.");
                return 0;
            }
            boolean ready = supervisor.start(choice.arguments(), progress());
            if (!ready) {
                OUT.println("Not started. The reason stands above and in "
                        + choice.paths().supervisorLog());
                return 1;
            }
            StatusTable.print(choice.paths(), OUT);
            return 0;
        }
    }

    @Command(name = "supervise", hidden = true)
    static final class Supervise implements Callable<Integer> {
        @Mixin
        StackChoice choice = new StackChoice();

        @Override
        public Integer call() throws InterruptedException {
            new Supervisor(choice.paths()).writePidFile();
            CountDownLatch stopped = new CountDownLatch(1);
            LocalStack stack = LocalStack.start(choice.options(), progress());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                stack.close();
                stopped.countDown();
            }));
            OUT.println(Supervisor.READY);
            stopped.await();
            return 0;
        }
    }

    @Command(name = "down", description = "Stops the stack; its state stays.", mixinStandardHelpOptions = true)
    static final class Down implements Callable<Integer> {
        @Mixin
        StackChoice choice = new StackChoice();

        @Override
        public Integer call() {
            Optional<ProcessHandle> running = new Supervisor(choice.paths()).running();
            if (running.isEmpty()) {
                OUT.println("The stack '" + choice.name + "' does not run.");
                return 0;
            }
            boolean stopped = Supervisor.stop(running.get());
            OUT.println(stopped ? "Stopped." : "Process " + running.get().pid() + " has not ended yet; see its log.");
            return stopped ? 0 : 1;
        }
    }

    @Command(
            name = "status",
            description = "Shows what runs, since when and how much memory it takes.",
            mixinStandardHelpOptions = true)
    static final class Status implements Callable<Integer> {
        @Mixin
        StackChoice choice = new StackChoice();

        @Override
        public Integer call() throws IOException {
            if (new Supervisor(choice.paths()).running().isEmpty()) {
                OUT.println("The stack '" + choice.name + "' does not run. Start it with ./platform up");
                return 1;
            }
            StatusTable.print(choice.paths(), OUT);
            return 0;
        }
    }

    @Command(name = "logs", description = "Prints the log of one part.", mixinStandardHelpOptions = true)
    static final class Logs implements Callable<Integer> {
        @Mixin
        StackChoice choice = new StackChoice();

        @Parameters(arity = "0..1", description = "Name of the part; without it the names are listed.")
        String part = "";

        @Option(names = "-f", description = "Go on as the log grows.")
        boolean follow;

        @Option(names = "-n", defaultValue = "200", description = "Lines from the end (default: ${DEFAULT-VALUE}).")
        int lines = 200;

        @Override
        public Integer call() throws IOException, InterruptedException {
            try (Stream<Path> found = Files.walk(choice.paths().root(), 4)) {
                List<Path> logs = found.filter(file -> file.toString().endsWith(".log"))
                        .sorted()
                        .toList();
                Optional<Path> log = logs.stream()
                        .filter(file -> file.getFileName().toString().equals(part + ".log"))
                        .findFirst();
                if (log.isEmpty()) {
                    logs.forEach(
                            file -> OUT.println(file.getFileName().toString().replace(".log", "")));
                    return part.isEmpty() ? 0 : 1;
                }
                List<String> tail = new ArrayList<>(List.of("tail", "-n", Integer.toString(lines)));
                if (follow) {
                    tail.add("-f");
                }
                tail.add(log.get().toString());
                return new ProcessBuilder(tail).inheritIO().start().waitFor();
            }
        }
    }

    @Command(
            name = "doctor",
            description = "Says what this machine lacks and how to get it.",
            mixinStandardHelpOptions = true)
    static final class Doctor implements Callable<Integer> {
        @Override
        public Integer call() {
            return new DoctorReport(Path.of(".")).print(OUT) ? 0 : 1;
        }
    }

    @Command(name = "reset", description = "Deletes the state of the stack.", mixinStandardHelpOptions = true)
    static final class Reset implements Callable<Integer> {
        @Mixin
        StackChoice choice = new StackChoice();

        @Override
        public Integer call() throws IOException {
            if (new Supervisor(choice.paths()).running().isPresent()) {
                OUT.println("The stack '" + choice.name + "' runs. Stop it first: ./platform down");
                return 1;
            }
            Path root = choice.directory();
            deleteRecursively(root);
            OUT.println("Deleted " + root);
            return 0;
        }
    }

    @Command(
            name = "warm",
            description = "Makes the AOT caches that shorten the start.",
            mixinStandardHelpOptions = true)
    static final class Warm implements Callable<Integer> {
        private static final int WARM_PORT_BASE = 9300;

        @Override
        public Integer call() throws IOException {
            StackChoice choice = new StackChoice();
            choice.name = "warm";
            choice.portBase = WARM_PORT_BASE;
            choice.aot = StackOptions.Aot.RECORD;
            OUT.println("A stack of its own starts once; each service records its cache when it ends.");
            AotCaches caches = new AotCaches(choice.paths().aot());
            caches.prepare();
            deleteRecursively(choice.directory());
            LocalStack.start(choice.options(), progress()).close();
            deleteRecursively(choice.directory());
            Map<String, Long> sizes = caches.sizes();
            sizes.forEach((name, bytes) -> OUT.printf("%-58s %6d MiB%n", name, bytes >> 20));
            if (sizes.isEmpty()) {
                OUT.println("No cache was recorded; starts stay cold.");
                return 1;
            }
            return 0;
        }
    }

    private static void deleteRecursively(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> found = Files.walk(root)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
