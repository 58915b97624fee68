package org.computingpower.sgx.dcap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One case of the Wycheproof project (see {@code NOTICE} beside the files).
 *
 * @param number its number in the file
 * @param key x and y, 32 bytes each
 * @param message what is signed
 * @param signature the signature in the file's encoding
 * @param isValid whether it must verify
 * @param comment what is special
 */
public record WycheproofCase(int number, Bytes key, Bytes message, Bytes signature, boolean isValid, String comment) {

    /** The cases of a file, in order. */
    public static List<WycheproofCase> read(String file) {
        List<WycheproofCase> cases = new ArrayList<>();
        Bytes key = Bytes.empty();
        for (String line : lines(file)) {
            String[] words = line.split(" ", 5);
            if (words[0].equals("key")) {
                key = Bytes.ofHex(words[1]);
            } else {
                cases.add(new WycheproofCase(
                        Integer.parseInt(words[0]),
                        key,
                        bytes(words[2]),
                        bytes(words[3]),
                        words[1].equals("valid"),
                        words.length > 4 ? words[4] : ""));
            }
        }
        return cases;
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of("src/test/resources/wycheproof", file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Bytes bytes(String hexOrDash) {
        return hexOrDash.equals("-") ? Bytes.empty() : Bytes.ofHex(hexOrDash);
    }
}
