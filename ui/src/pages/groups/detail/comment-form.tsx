import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react';
import { failureText } from '#ui/api/api-failure.ts';
import { modifierKey } from '#ui/app/modifier-key.ts';
import { useMay } from '#ui/app/session.tsx';
import { Button } from '#ui/design/button.tsx';
import { TextArea } from '#ui/design/field.tsx';
import { useComment } from '../use-group-changes.ts';

interface CommentFormProps {
  readonly id: string;
  /** Somebody pressed the key for it: the field gets the focus. */
  readonly isAsked: boolean;
  readonly onAnswered: () => void;
}

export function CommentForm({ id, isAsked, onAnswered }: CommentFormProps): ReactNode {
  const mayChange = useMay('responder');
  const [text, setText] = useState('');
  const box = useRef<HTMLTextAreaElement>(null);
  const comment = useComment(id);
  useEffect(() => {
    if (!isAsked) return;
    box.current?.focus();
    onAnswered();
  }, [isAsked, onAnswered]);

  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    if (text.trim() === '' || comment.isPending) return;
    comment.mutate(text.trim(), { onSuccess: () => setText('') });
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) submit();
    else if (event.key === 'Escape') box.current?.blur();
    else return;
    event.preventDefault();
  };
  if (!mayChange) return null;
  return (
    <form className="comment-form" onSubmit={submit}>
      <TextArea
        ref={box}
        rows={2}
        value={text}
        placeholder="Comment"
        aria-label="Comment"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={press}
      />
      {comment.error && (
        <p className="group-detail__problem" role="alert">
          The comment was not kept. {failureText(comment.error)}
        </p>
      )}
      <div className="comment-form__foot">
        <Button
          type="submit"
          size="small"
          shortcut={`${modifierKey.trim()} Enter`}
          disabled={text.trim() === '' || comment.isPending}
        >
          Comment
        </Button>
      </div>
    </form>
  );
}
