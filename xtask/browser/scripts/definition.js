// Whether the definition of the link that has the focus is shown, and it alone.
const link = document.activeElement;
const box = document.getElementById(link.getAttribute('aria-describedby') ?? '');
const definition = document.createElement('div');
definition.innerHTML = window.WORKBOOK_GLOSSARY?.[decodeURIComponent((link.hash ?? '').slice(1))] ?? '';
const words = definition.textContent.trim();
return box !== null && box.checkVisibility() && words !== '' && box.textContent.trim() === words;
