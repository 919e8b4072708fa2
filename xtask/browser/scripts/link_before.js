// The id of the nearest place before an element that a link can lead to; null where the page shows no such element.
const [selector] = arguments;
const element = [...document.querySelectorAll(selector)].find((one) => one.checkVisibility());
const places = document.querySelectorAll('main :is(h1, h2, h3, h4, h5, figure, wb-stepper)[id]');
const isBefore = (place) => place.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING;
return element ? [...places].findLast(isBefore)?.id ?? null : null;
