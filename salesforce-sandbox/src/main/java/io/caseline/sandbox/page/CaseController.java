package io.caseline.sandbox.page;

import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.cases.CaseId;
import io.caseline.sandbox.cases.CaseRow;
import io.caseline.sandbox.cases.RecordError;
import io.caseline.sandbox.cases.RecordInput;
import io.caseline.sandbox.cases.RecordResult;
import io.caseline.sandbox.cases.RecordResult.Refused;
import io.caseline.sandbox.cases.RecordResult.Saved;
import io.caseline.sandbox.faults.ActiveFaults;
import io.caseline.sandbox.store.CaseStore;
import io.caseline.sandbox.store.CaseWrites;
import jakarta.servlet.http.HttpServletResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** Serves the list of cases, and each case with its edit form. */
@Controller
class CaseController {

    private final CaseList list;
    private final CaseStore store;
    private final CaseWrites writes;
    private final ActiveFaults faults;

    CaseController(CaseList list, CaseStore store, CaseWrites writes, ActiveFaults faults) {
        this.list = list;
        this.store = store;
        this.writes = writes;
        this.faults = faults;
    }

    /**
     * The input of the edit form.
     *
     * @param stamp SystemModstamp of the case when the form was rendered
     */
    record Edit(String subject, String status, String stamp) {

        Edit {
            subject = Objects.requireNonNullElse(subject, "");
            status = Objects.requireNonNullElse(status, "");
            stamp = Objects.requireNonNullElse(stamp, "");
        }

        static Edit of(CaseRow row) {
            return new Edit(
                    Objects.requireNonNullElse(row.text(CaseField.SUBJECT), ""),
                    Objects.requireNonNullElse(row.text(CaseField.STATUS), ""),
                    String.valueOf(row.get(CaseField.SYSTEM_MODSTAMP)));
        }
    }

    /** An error of an edit. Salesforce's message for a value that is too long repeats the value, so the page shows its own. */
    record EditError(String field, String message) {

        static EditError of(RecordError error) {
            String name = error.fields().stream().findFirst().orElse("The case");
            Optional<CaseField> field = CaseField.named(name);
            return error.statusCode().equals("STRING_TOO_LONG") && field.isPresent()
                    ? new EditError(
                            name,
                            "It can have at most %d characters."
                                    .formatted(field.get().length()))
                    : new EditError(name, error.message());
        }
    }

    @ModelAttribute("faults")
    List<String> faults() {
        return FaultBanner.describe(faults.faults());
    }

    @ModelAttribute("statuses")
    List<String> statuses() {
        return CaseField.STATUS.picklist();
    }

    @GetMapping("/")
    String cases(
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "") String status,
            @RequestParam(defaultValue = "1") int page,
            Model model) {
        model.addAttribute("q", q);
        model.addAttribute("status", status);
        model.addAttribute("found", list.find(q.strip().replace("\0", ""), status.replace("\0", ""), page));
        return "cases";
    }

    @GetMapping("/cases/{id}")
    String show(@PathVariable String id, Model model) {
        CaseRow row = existing(id);
        return show(row, Edit.of(row), List.of(), model);
    }

    @PostMapping("/cases/{id}")
    String save(@PathVariable String id, Edit edit, Model model, HttpServletResponse response) {
        CaseRow row = existing(id);
        RecordInput input = RecordInput.of(
                Map.of(CaseField.ID, row.id(), CaseField.SUBJECT, edit.subject(), CaseField.STATUS, edit.status()));
        Optional<RecordResult> result = writes.updateUnchanged(input, stamp(edit));
        if (result.isEmpty()) {
            response.setStatus(HttpStatus.CONFLICT.value());
            CaseRow now = existing(id);
            model.addAttribute("conflict", true);
            return show(
                    now, new Edit(edit.subject(), edit.status(), Edit.of(now).stamp()), List.of(), model);
        }
        return switch (result.get()) {
            case Saved saved -> "redirect:/cases/" + saved.id() + "?saved";
            case Refused refused -> {
                response.setStatus(HttpStatus.BAD_REQUEST.value());
                yield show(row, edit, refused.errors(), model);
            }
        };
    }

    private static String show(CaseRow row, Edit edit, List<RecordError> errors, Model model) {
        model.addAttribute("view", new CaseView(row));
        model.addAttribute("edit", edit);
        model.addAttribute("errors", errors.stream().map(EditError::of).toList());
        return "case";
    }

    private CaseRow existing(String id) {
        return CaseId.normalize(id)
                .flatMap(normalized -> Optional.ofNullable(store.byId(List.of(normalized), List.of(CaseField.values()))
                        .get(normalized)))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no case " + id));
    }

    private static Instant stamp(Edit edit) {
        try {
            return Instant.parse(edit.stamp());
        } catch (DateTimeException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "stamp is not a timestamp");
        }
    }
}
