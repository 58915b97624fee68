package org.computingpower.gateway.domain.cpu;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Some CPUs of a machine, in the kernel's list form {@code 0-3,8} (cpuset(7), "List format"). Immutable.
 *
 * @param cpus ascending numbers
 */
public record CpuSet(List<Integer> cpus) {

    /** The kernel's CONFIG_NR_CPUS is at most 8192. */
    private static final int MAX_CPU = 8_191;

    private static final Pattern RANGE = Pattern.compile("(\\d{1,4})(?:-(\\d{1,4}))?");

    /** Sorts, and drops repetitions. */
    public CpuSet {
        cpus = List.copyOf(new TreeSet<>(cpus));
    }

    /**
     * Reads the list form.
     *
     * @throws IllegalArgumentException if it is malformed or empty
     */
    public static CpuSet parse(String text) {
        NavigableSet<Integer> cpus = new TreeSet<>();
        for (String part : text.strip().split(",", -1)) {
            Matcher range = RANGE.matcher(part.strip());
            if (!range.matches()) {
                throw new IllegalArgumentException("A CPU list looks like 0-3,8. Found " + text);
            }
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (last < first || last > MAX_CPU) {
                throw new IllegalArgumentException("CPU numbers ascend from 0 to 8191. Found " + text);
            }
            for (int cpu = first; cpu <= last; cpu++) {
                cpus.add(cpu);
            }
        }
        return new CpuSet(List.copyOf(cpus));
    }

    /** How many there are. */
    public int size() {
        return cpus.size();
    }

    /** Whether all of the others are among these. */
    public boolean containsAll(CpuSet others) {
        return cpus.containsAll(others.cpus);
    }

    /** These without the others. */
    public CpuSet without(CpuSet others) {
        Collection<Integer> rest = new ArrayList<>(cpus);
        rest.removeAll(others.cpus);
        return new CpuSet(List.copyOf(rest));
    }

    /** The list form with ranges. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < cpus.size(); i++) {
            int first = cpus.get(i);
            while (i + 1 < cpus.size() && cpus.get(i + 1) == cpus.get(i) + 1) {
                i++;
            }
            text.append(text.isEmpty() ? "" : ",").append(first);
            if (cpus.get(i) > first) {
                text.append('-').append(cpus.get(i));
            }
        }
        return text.toString();
    }
}
