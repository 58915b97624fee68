package org.computingpower.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the Javadoc of a type from its source, so that schemas and documents carry the same words as the records.
 *
 * @param summary the description of the type
 * @param fields the description of each record component
 */
record SourceDocs(String summary, Map<String, String> fields) {

    private static final Pattern INLINE_TAG = Pattern.compile("\\{@(?:code|link|value)\\s+([^}]*)}");
    private static final Path EVENTS = Path.of("src/main/java");
    private static final Path TERMS = Path.of("../market-terms/src/main/java");

    /** The Javadoc of a type of this library or of market-terms; fails if there is none. */
    static SourceDocs of(Class<?> type) {
        String source = source(type);
        Matcher comment = Pattern.compile(
                        "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@[^\\n]*\\n\\s*)*"
                                + "(?:public )?(?:sealed )?(?:final )?(?:record|enum|interface|class) "
                                + type.getSimpleName() + "\\b",
                        Pattern.DOTALL)
                .matcher(source);
        if (!comment.find()) {
            throw new IllegalStateException("No Javadoc on " + type.getName());
        }
        String[] parts = comment.group(1).replaceAll("(?m)^\\s*\\* ?", "").split("@param ");
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 1; i < parts.length; i++) {
            String[] nameAndText = parts[i].strip().split("\\s+", 2);
            fields.put(nameAndText[0], plain(nameAndText[1]));
        }
        return new SourceDocs(plain(parts[0]), fields);
    }

    /** The words of a field; fails if it has none, because every field says its unit. */
    String field(String name) {
        String text = fields.get(name);
        if (text == null) {
            throw new IllegalStateException("No @param for " + name + " beside " + fields.keySet());
        }
        return text;
    }

    private static String source(Class<?> type) {
        Class<?> top = type;
        while (top.getEnclosingClass() != null) {
            top = top.getEnclosingClass();
        }
        String file = top.getName().replace('.', '/') + ".java";
        Path root = Files.exists(EVENTS.resolve(file)) ? EVENTS : TERMS;
        try {
            return Files.readString(root.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String plain(String javadoc) {
        Matcher tag = INLINE_TAG.matcher(javadoc.replaceAll("@throws.*", ""));
        return tag.replaceAll(match -> Matcher.quoteReplacement(
                        match.group(1).replaceFirst("^#", "").replace('#', '.')))
                .replaceAll("<[^>]*>", " ")
                .replaceAll("\\s+", " ")
                .strip();
    }
}
