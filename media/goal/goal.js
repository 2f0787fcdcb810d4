/* global document, navigator, acquireVsCodeApi */
// The form in which a goal is stated. Plain JavaScript, sent to the page as it is.
(function () {
  const editor = acquireVsCodeApi();
  const form = document.getElementById('form');
  const goal = document.getElementById('goal');
  const folder = document.getElementById('folder');
  const submit = document.getElementById('submit');
  const isMac = navigator.platform.startsWith('Mac');

  document.querySelector('[data-key="submit"]').textContent = isMac ? '⌘⏎' : 'Ctrl+Enter';

  function follow() {
    submit.disabled = goal.value.trim() === '';
  }

  function send() {
    if (goal.value.trim() !== '')
      editor.postMessage({ type: 'submit', text: goal.value, folder: folder ? folder.value : '' });
  }

  goal.addEventListener('input', () => {
    follow();
    editor.postMessage({ type: 'draft', text: goal.value });
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    send();
  });
  document.getElementById('cancel').addEventListener('click', () => editor.postMessage({ type: 'cancel' }));
  document.addEventListener('keydown', (event) => {
    // While an input method composes, its Enter and Escape are its own.
    if (event.isComposing) return;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      editor.postMessage({ type: 'cancel' });
    }
  });

  follow();
  goal.focus();
  goal.setSelectionRange(goal.value.length, goal.value.length);
})();
