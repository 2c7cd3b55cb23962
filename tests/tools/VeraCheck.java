import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/**
 * Judges PDFs with veraPDF in one JVM for as long as its input is open: a line is flavour:file, the answer one line of
 * JSON. What cannot be judged ends the program.
 */
public final class VeraCheck {
    private static final int FAILURES_SHOWN = 20;

    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.SEVERE);
        VeraGreenfieldFoundryProvider.initialise();
        ObjectMapper json = new ObjectMapper();
        BufferedReader jobs = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String job = jobs.readLine(); job != null; job = jobs.readLine()) {
            String[] parts = job.split(":", 2);
            answers.println(json.writeValueAsString(judge(parts[0], parts[1])));
        }
    }

    private static Map<String, Object> judge(String flavourId, String file) throws Exception {
        PDFAFlavour flavour = PDFAFlavour.byFlavourId(flavourId);
        if (flavour == PDFAFlavour.NO_FLAVOUR) {
            throw new IllegalArgumentException("veraPDF knows no flavour " + flavourId);
        }
        try (PDFAParser parser = Foundries.defaultInstance().createParser(new File(file), flavour);
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavour, false)) {
            ValidationResult result = validator.validate(parser);
            List<Map<String, Object>> failures =
                    result.getTestAssertions().stream()
                            .filter(assertion -> assertion.getStatus() == TestAssertion.Status.FAILED)
                            .limit(FAILURES_SHOWN)
                            .map(VeraCheck::failure)
                            .toList();
            return ordered(
                    "file", file, "flavour", flavourId, "compliant", result.isCompliant(), "failures", failures);
        }
    }

    private static Map<String, Object> failure(TestAssertion assertion) {
        String message = assertion.getErrorMessage();
        return ordered(
                "clause", assertion.getRuleId().getClause(),
                "test", assertion.getRuleId().getTestNumber(),
                "message", message == null ? assertion.getMessage() : message,
                "object", assertion.getLocation().getContext());
    }

    private static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }
}
