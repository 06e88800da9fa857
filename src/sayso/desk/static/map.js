// The map that can be moved and zoomed, in the place of the SVG one, asked for by a person. Without WebGL that one stays.
"use strict";
(() => {
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  function load(address, kind) {
    return new Promise((done, failed) => {
      const element = document.createElement(kind === "style" ? "link" : "script");
      if (kind === "style") { element.rel = "stylesheet"; element.href = address; } else element.src = address;
      element.onload = done;
      element.onerror = failed;
      document.head.append(element);
    });
  }

  // An area is drawn as an ellipse over its extent, never as a point in its middle.
  function ellipse([south, west, north, east]) {
    const ring = [];
    for (let step = 0; step <= 48; step += 1) {
      const turn = 2 * Math.PI * step / 48;
      ring.push([(west + east) / 2 + (east - west) / 2 * Math.cos(turn), (south + north) / 2 + (north - south) / 2 * Math.sin(turn)]);
    }
    return ring;
  }

  const feature = (geometry, properties) => ({ type: "Feature", geometry, properties });
  const collection = (features) => ({ type: "geojson", data: { type: "FeatureCollection", features } });

  function style(lines, dots) {
    const points = dots.filter((dot) => !dot.extent).map((dot) => feature({ type: "Point", coordinates: [dot.lon, dot.lat] }, dot));
    const areas = dots.filter((dot) => dot.extent).map((dot) => feature({ type: "Polygon", coordinates: [ellipse(dot.extent)] }, dot));
    const fill = ["case", ["get", "disputed"], colour("--pencil"), ["get", "several"], colour("--dot"), colour("--sheet")];
    const edge = ["case", ["get", "disputed"], colour("--pencil"), colour("--dot")];
    return {
      version: 8,
      sources: { lines: collection([feature({ type: "MultiLineString", coordinates: lines }, {})]), points: collection(points), areas: collection(areas) },
      layers: [
        { id: "sea", type: "background", paint: { "background-color": colour("--sheet") } },
        { id: "lines", type: "line", source: "lines", paint: { "line-color": colour("--bar"), "line-width": 0.8 } },
        { id: "areas", type: "fill", source: "areas", paint: { "fill-color": edge, "fill-opacity": 0.14 } },
        { id: "near", type: "circle", source: "points", filter: ["get", "ring"], paint: { "circle-radius": ["+", ["get", "radius"], 6], "circle-opacity": 0, "circle-stroke-width": 1, "circle-stroke-color": edge } },
        { id: "points", type: "circle", source: "points", paint: { "circle-radius": ["get", "radius"], "circle-color": fill, "circle-stroke-width": 2, "circle-stroke-color": edge } },
      ],
    };
  }

  async function open(button) {
    const place = button.closest("figure").querySelector("[data-map]");
    const given = JSON.parse(place.querySelector("[data-places]").textContent);
    button.disabled = true;
    try {
      const [lines] = await Promise.all([fetch("/assets/borders.json").then((answer) => answer.json()), load("/assets/maplibre.js", "script"), load("/assets/maplibre.css", "style")]);
      maplibregl.setWorkerUrl("/assets/maplibre-worker.js");
      const ground = document.createElement("div");
      ground.className = "moving";
      const map = new maplibregl.Map({ container: ground, style: style(lines, given.dots), attributionControl: false, dragRotate: false, maxZoom: 11, bounds: [[given.box[1], given.box[0]], [given.box[3], given.box[2]]] });
      place.append(ground);
      map.resize();
      map.addControl(new maplibregl.NavigationControl({ showCompass: false }), "top-right");
      const told = new maplibregl.Popup({ closeButton: false, closeOnClick: false });
      for (const layer of ["points", "areas"]) {
        map.on("mousemove", layer, (event) => { map.getCanvas().style.cursor = "pointer"; told.setLngLat(event.lngLat).setText(event.features[0].properties.told).addTo(map); });
        map.on("mouseleave", layer, () => { map.getCanvas().style.cursor = ""; told.remove(); });
        map.on("click", layer, (event) => { location.search = event.features[0].properties.to; });
      }
      button.remove();
    } catch (error) {
      place.querySelector(".moving")?.remove();
      button.textContent = "This browser draws no moving map; the one above says the same.";
    }
  }

  document.addEventListener("click", (event) => { if (event.target.matches("[data-moves]")) open(event.target); });
})();
