package io.caseline.sandbox.page;

import io.caseline.sandbox.cases.CaseField;
import io.caseline.sandbox.cases.CaseId;
import io.caseline.sandbox.cases.CaseRow;
import io.caseline.sandbox.cases.CaseStore;
import io.caseline.sandbox.cases.CaseWrites;
import io.caseline.sandbox.cases.Draft;
import io.caseline.sandbox.cases.RecordError;
import io.caseline.sandbox.cases.RecordResult;
import io.caseline.sandbox.cases.RecordResult.Refused;
import io.caseline.sandbox.cases.RecordResult.Saved;
import io.caseline.sandbox.faults.FaultBoard;
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

/** The list of cases, and a case with its edit form. */
@Controller
class CasesPage {

    private final CaseList list;
    private final CaseStore store;
    private final CaseWrites writes;
    private final FaultBoard faults;

    CasesPage(CaseList list, CaseStore store, CaseWrites writes, FaultBoard faults) {
        this.list = list;
        this.store = store;
        this.writes = writes;
        this.faults = faults;
    }

    /**
     * What the agent has typed, and what the case was when the form was made.
     *
     * @param stamp the SystemModstamp then
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

    /** What is wrong with an edit. Salesforce's own text repeats a value that is too long; an agent has it in view. */
    record Wrong(String field, String why) {

        static Wrong of(RecordError error) {
            String name = error.fields().stream().findFirst().orElse("The case");
            Optional<CaseField> field = CaseField.named(name);
            return error.statusCode().equals("STRING_TOO_LONG") && field.isPresent()
                    ? new Wrong(
                            name,
                            "It can have at most %d characters."
                                    .formatted(field.get().length()))
                    : new Wrong(name, error.message());
        }
    }

    @ModelAttribute("faults")
    List<String> faults() {
        return FaultBanner.words(faults.faults());
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
        Draft draft = Draft.of(
                Map.of(CaseField.ID, row.id(), CaseField.SUBJECT, edit.subject(), CaseField.STATUS, edit.status()));
        Optional<RecordResult> result = writes.updateUnchanged(draft, stamp(edit));
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
        model.addAttribute("errors", errors.stream().map(Wrong::of).toList());
        return "case";
    }

    private CaseRow existing(String id) {
        return CaseId.normal(id)
                .flatMap(normal -> Optional.ofNullable(
                        store.byId(List.of(normal), List.of(CaseField.values())).get(normal)))
                .orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no case " + id));
    }

    private static Instant stamp(Edit edit) {
        try {
            return Instant.parse(edit.stamp());
        } catch (DateTimeException e) {
            throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "stamp is no time");
        }
    }
}
